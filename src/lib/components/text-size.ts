/**
 * The sizes of text that a visitor may choose, and what the device's cookie `elder` remembers for
 * each. All but the first are 长辈版.
 */
export const textSizes = [
	{ id: 'standard', label: '标准', cookie: '' },
	{ id: 'large', label: '大字', cookie: '1' },
	{ id: 'largest', label: '特大字', cookie: '2' }
] as const;

export type TextSize = (typeof textSizes)[number]['id'];

export const textSizeOf = (cookie: string | undefined): TextSize =>
	textSizes.find((size) => size.cookie === cookie)?.id ?? 'standard';
