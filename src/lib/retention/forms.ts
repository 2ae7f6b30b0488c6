import * as v from 'valibot';
import { retentionNames, type RetentionClass } from './classes';

export const ChooseRetention = v.object({
	name: v.picklist(retentionNames, '没有这一类'),
	value: v.pipe(v.string('请填写天数'), v.trim(), v.transform(Number))
});

const Counts = v.record(v.string(), v.number());

/** What the dry run said, sent along with the order to do it. */
export const RunRetention = v.object({
	at: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)),
	seen: v.pipe(v.string(), v.maxLength(500), v.parseJson(), Counts)
});

export type RetentionCounts = Record<RetentionClass, number>;
