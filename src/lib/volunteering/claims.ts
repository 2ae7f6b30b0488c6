import * as v from 'valibot';

const minutes = (message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.regex(/^\d{1,4}$/, message),
		v.transform(Number),
		v.maxValue(24 * 60, '一个班次不会超过 24 小时')
	);
const words = (message: string) =>
	v.pipe(v.string(message), v.trim(), v.minLength(1, message), v.maxLength(200, '最多 200 字'));

/** What the hours of a shift should be in all, and why. */
export const ClaimForm = v.object({
	code: v.string(),
	minutes: minutes('请填写一共应是多少分钟'),
	words: words('请写明哪里不对')
});

export const AnswerForm = v.pipe(
	v.object({
		id: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
		answer: v.picklist(['grant', 'refuse'], '请选择同意或不同意'),
		reason: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(200, '最多 200 字'))
	}),
	v.forward(
		v.check(({ answer, reason }) => answer === 'grant' || reason !== '', '不同意请写明理由'),
		['reason']
	)
);

/** Minutes for somebody on a shift, for which the office answers. */
export const VouchForm = v.object({
	person: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
	minutes: minutes('请填写分钟数，至少 1 分钟'),
	reason: words('请写明为什么这样证明')
});

export const claimState = ({
	answeredAt,
	granted
}: {
	answeredAt: number | null;
	granted: boolean | null;
}): { words: string; tone: 'active' | 'done' | 'neutral' } => {
	if (answeredAt === null) return { words: '等文明办答复', tone: 'active' };
	return granted ? { words: '已更正', tone: 'done' } : { words: '没有更正', tone: 'neutral' };
};
