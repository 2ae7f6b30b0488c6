import * as v from 'valibot';

const clock = v.pipe(
	v.string('请填写时间'),
	v.regex(/^([01]\d|2[0-3]):[0-5]\d(:\d\d)?$/, '时间写成 22:00 这样'),
	v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)))
);

export const NoticeChoice = v.object({
	message: v.optional(v.literal('on')),
	quietFrom: clock,
	quietTo: clock
});
export type NoticeChoice = v.InferOutput<typeof NoticeChoice>;

const base64url = (length: number) =>
	v.pipe(
		v.string('推送的密钥不对'),
		v.transform((text) => text.replace(/=+$/, '')),
		v.regex(new RegExp(`^[\\w-]{${length}}$`), '推送的密钥不对')
	);

/** What a browser's PushSubscription says of itself. */
export const PushAddress = v.object({
	endpoint: v.pipe(v.string('没有推送地址'), v.maxLength(1000, '推送地址太长')),
	keys: v.object({
		/** An uncompressed point of P-256: 65 bytes. */
		p256dh: v.pipe(base64url(87), v.startsWith('B', '推送的密钥不对')),
		/** 16 bytes. */
		auth: base64url(22)
	})
});
export type PushAddress = v.InferOutput<typeof PushAddress>;

export const PushEndpoint = v.object({ endpoint: v.pipe(v.string(), v.maxLength(1000)) });
