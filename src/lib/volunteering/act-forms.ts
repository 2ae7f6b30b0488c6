import * as v from 'valibot';
import { ReportKey } from '../reports/forms';
import { leadActs, volunteerActs } from './acts';
import { dissuasionNames } from './dissuasions';

/** Made by the phone: the same act sent again has the same one. */
export const ActKey = ReportKey;

const instant = v.pipe(
	v.string('时间不对'),
	v.isoTimestamp('时间不对'),
	v.transform((text) => Date.parse(text)),
	v.number('时间不对')
);
/** When it was done and when it was sent, both by the clock of the phone. */
const times = { at: instant, sentAt: instant };
const words = (most: number) => v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most)), '');

export const ActForm = v.variant('act', [
	v.object({
		act: v.picklist(volunteerActs),
		digits: v.pipe(
			v.string('请填写队长手机上的 6 位号码'),
			v.transform((typed) => typed.replace(/\s/g, '')),
			v.regex(/^\d{6}$/, '请填写队长手机上的 6 位号码')
		),
		...times,
		/** From the phone to the post, as the phone reckons it. */
		metres: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(40_000_000))),
		risks: v.optional(v.boolean(), false)
	}),
	v.object({
		act: v.picklist(leadActs),
		/** 志愿者编号, of whom it is about. */
		volunteer: words(20),
		...times,
		reason: words(100),
		minutes: v.optional(
			v.pipe(v.number(), v.integer('请填写分钟数'), v.minValue(1), v.maxValue(1440))
		),
		words: words(200),
		risks: v.optional(v.boolean(), false)
	})
]);
export type ActInput = v.InferOutput<typeof ActForm>;
export type VolunteerInput = Extract<ActInput, { digits: string }>;
export type LeadInput = Exclude<ActInput, VolunteerInput>;

const most = v.pipe(
	v.number(),
	v.integer('次数不对'),
	v.minValue(0),
	v.maxValue(999, '最多 999 次')
);
export const DissuasionForm = v.object({
	counts: v.partial(
		v.strictObject(
			Object.fromEntries(dissuasionNames.map((name) => [name, most])) as Record<
				(typeof dissuasionNames)[number],
				typeof most
			>
		)
	),
	/** Ever, on that phone in that shift, those taken back too: the later of two counts has more. */
	taps: v.pipe(v.number(), v.integer('次数不对'), v.minValue(1), v.maxValue(100_000))
});
export type DissuasionInput = v.InferOutput<typeof DissuasionForm>;
