import * as v from 'valibot';
import { plainText, requiredText } from '../accounts/forms';
import { chosen, maxAddress, maxDescription, photoKey } from './forms';
import { openingReasonNames } from './openings';
import { maxTakedownWords, takedownOutcomeNames, takedownReasonNames } from './takedowns';

/** What the reporter may put right after sending. */
export const Mend = v.object({
	description: v.optional(plainText(maxDescription, '说明'), ''),
	address: v.optional(plainText(maxAddress, '地址'), '')
});
export const WithdrawPhoto = v.object({ key: photoKey });

const phoneOrMail = /^(\+?\d[\d -]{5,18}\d|[^\s@<>"]{1,64}@[^\s@<>"]{1,80}\.[^\s@<>".]{2,20})$/;

/** Anyone asks that a public report be taken out of public view. */
export const AskTakedown = v.object({
	reason: chosen(takedownReasonNames, '请选择理由'),
	words: requiredText(maxTakedownWords, '具体情况'),
	contact: v.pipe(
		v.optional(plainText(120, '联系方式'), ''),
		v.check((text) => text === '' || phoneOrMail.test(text), '请填写手机号或邮箱，也可以不填')
	)
});

const takedownId = v.pipe(
	v.string('没有这条请求'),
	v.regex(/^\d{1,12}$/, '没有这条请求'),
	v.transform(Number)
);
export const OpenContact = v.object({ id: takedownId });
/** Why a reporter's number is opened. */
export const OpenReporter = v.object({
	reason: chosen(openingReasonNames, '请选择理由'),
	words: requiredText(200, '具体为什么')
});
export const DecideTakedown = v.object({
	id: takedownId,
	outcome: chosen(takedownOutcomeNames, '请选择撤下还是保留'),
	answer: requiredText(300, '答复')
});
