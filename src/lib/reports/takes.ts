/** How long a report that a moderator opened shows as taken to the others. */
export const takeMs = 5 * 60_000;

/** How long a report that was assigned waits for the colleague it was assigned to. */
export const assignedMs = 8 * 60 * 60_000;

/** Who has a report in hand; null: nobody. */
export type Take = { name: string; mine: boolean; until: number } | null;

/** Why another one's report cannot be decided on without taking it over. */
export const takenWords = (name: string): string =>
	`${name} 正在办理这件。请先问一声，或者按“接手”以后再办。`;
