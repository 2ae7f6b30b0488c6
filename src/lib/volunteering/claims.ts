/** How a claim stands, in words and with the tone of its badge. */
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
