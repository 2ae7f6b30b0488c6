/** How a letter by the notice hook stands. */
export const sendStates = {
	waiting: { label: '等待发送' },
	sent: { label: '已发出' },
	failed: { label: '没有发出' }
} as const;
export type SendState = keyof typeof sendStates;
export const sendStateNames = Object.keys(sendStates) as [SendState, ...SendState[]];

/** Where a letter by the hook stands, counted; never by number. */
export type Sends = {
	waiting: number;
	sent: number;
	failed: number;
	/** Of the failed: what the other side said, and how many times. */
	problems: { problem: string; many: number }[];
	/** How many of the failed can be tried again: their numbers are still kept. */
	again: number;
};

/** Written over what still waited when its wave ended. */
export const endedUnsent = '调查结束时还没有发出';
/** Written over what waited for somebody who then closed their account. */
export const withdrawn = '本人注销了账号，号码已抹去';
/** Written over what could not be sent for so long that the number went. */
export const keptTooLong = '一直没有发出，号码已按期抹去';
/** How long a number is kept that could not be written to, days. */
export const failedDays = 30;
