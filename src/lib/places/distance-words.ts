/** 「320 米」「1.4 公里」. */
export function inWords(metres: number): string {
	if (metres < 10) return '就在附近';
	if (metres < 1000) return `${Math.round(metres / 10) * 10} 米`;
	return `${(metres / 1000).toFixed(1)} 公里`;
}
