/** Measured: from check-in to check-out. Vouched: someone answers for it, by name and with a reason. */
export const hourKinds = ['measured', 'vouched'] as const;
export type HourKind = (typeof hourKinds)[number];

/** What a number of minutes counts for; which rule held stands with each row. */
export const roundings = {
	exact: { label: '按分钟计', counted: (minutes: number) => minutes },
	half_hour: {
		label: '按半小时计（不足 15 分钟不计，超过 45 分钟计 1 小时）',
		counted: (minutes: number) => {
			const sign = Math.sign(minutes);
			const whole = Math.floor(Math.abs(minutes) / 60);
			const rest = Math.abs(minutes) % 60;
			return sign * (whole * 60 + (rest <= 15 ? 0 : rest <= 45 ? 30 : 60));
		}
	}
} as const;
export type Rounding = keyof typeof roundings;
export const roundingNames = Object.keys(roundings) as [Rounding, ...Rounding[]];
