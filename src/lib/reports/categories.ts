import catalogue from './categories.json';
import type { TimeLimit } from './deadlines';

/**
 * What a report is about. `issue` can be dispatched; `conduct` is counted and feeds 劝导 planning,
 * never dispatched against a person; `praise` is 好人好事 and suggestions.
 */
export type Kind = 'issue' | 'conduct' | 'praise';

export type Category = {
	id: string;
	group: string;
	label: string;
	hint: string;
	kind: Kind;
	/** Handling limit unless the town set another. */
	limit: TimeLimit | null;
	urgent: boolean;
	/** Faces or number plates are likely: the moderator is warned. */
	people: boolean;
	/** Praise and suggestions may come as words alone. */
	photoNeeded: boolean;
};

export const groups: readonly { id: string; label: string }[] = catalogue.groups.map((g) => ({
	id: g.id,
	label: g.zh
}));

export const categories: readonly Category[] = catalogue.categories.map((c) => ({
	id: c.id,
	group: c.group,
	label: c.zh,
	hint: c.hint,
	kind: c.kind as Kind,
	limit: c.deadline as TimeLimit | null,
	urgent: c.urgent,
	people: c.likely_contains_people_or_plates,
	photoNeeded: c.kind !== 'praise'
}));

const byId = new Map(categories.map((category) => [category.id, category]));
const groupLabels = new Map(groups.map((group) => [group.id, group.label]));

export const findCategory = (id: string): Category | undefined => byId.get(id);
export const categoryLabel = (id: string): string => byId.get(id)?.label ?? id;
export const groupLabel = (id: string): string => groupLabels.get(id) ?? id;
export const isGroup = (id: string): boolean => groupLabels.has(id);
