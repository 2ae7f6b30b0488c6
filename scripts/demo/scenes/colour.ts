function channels(colour: string): [number, number, number] {
	const bits = parseInt(colour.slice(1), 16);
	return [bits >> 16, (bits >> 8) & 255, bits & 255];
}

function hex(values: readonly number[]): string {
	return `#${values
		.map((value) => Math.round(Math.min(255, Math.max(0, value))))
		.map((value) => value.toString(16).padStart(2, '0'))
		.join('')}`;
}

/** `share` 0 gives `from`, 1 gives `to`; colours are `#rrggbb`. */
export function mix(from: string, to: string, share: number): string {
	const [a, b] = [channels(from), channels(to)];
	return hex(a.map((value, index) => value + ((b[index] ?? value) - value) * share));
}

/** Above 1 brightens, below 1 darkens. */
export function shade(colour: string, factor: number): string {
	return hex(channels(colour).map((value) => value * factor));
}
