/** Why a reporter's number may be opened; what it is for is also said in words. */
export const openingReasons = {
	ask_place: '核对地点或时间',
	ask_facts: '补充情况',
	danger: '涉及安全，要马上联系',
	answer: '答复上报人的意见',
	other: '其他'
} as const;

export type OpeningReason = keyof typeof openingReasons;
export const openingReasonNames = Object.keys(openingReasons) as [
	OpeningReason,
	...OpeningReason[]
];
