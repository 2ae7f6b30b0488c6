import * as v from 'valibot';

/** An act as a form of the page sends it; `actFields` makes of it what a phone would send. */
export const TypedForm = v.record(v.string(), v.string());
