/* Only what is used: the package brings no types. */
declare module 'jstat' {
	const jstat: {
		studentt: { inv(share: number, df: number): number };
		beta: {
			inv(share: number, a: number, b: number): number;
			cdf(x: number, a: number, b: number): number;
		};
		normal: { cdf(x: number, mean: number, sd: number): number };
	};
	export default jstat;
}
