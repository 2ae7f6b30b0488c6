/** What an action of a resident's page answers; `from` names the form that was sent. */
export type Answer =
	| {
			done?: string;
			from?: string;
			problem?: {
				message: string;
				fields: Record<string, string>;
				values: Record<string, string>;
			};
	  }
	| null
	| undefined;

/** The answer if it is to one of the forms called `names`; a form without a name is called ''. */
export const answerTo = (names: readonly string[], form: Answer): Answer =>
	form && names.includes(form.from ?? form.problem?.values.from ?? '') ? form : null;
