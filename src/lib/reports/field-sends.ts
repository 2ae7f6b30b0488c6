import * as v from 'valibot';
import { plainText, requiredText } from '../accounts/forms';
import { maxPhotos, ReportKey } from './forms';
import { findingNames, lookFindingNames, type Action } from './workflow';

const photos = (least: number, most: number, tooFew: string) =>
	v.pipe(
		v.number('照片数量不对'),
		v.integer('照片数量不对'),
		v.minValue(least, tooFew),
		v.maxValue(most, most === 0 ? '这一步不带照片' : `最多 ${most} 张照片`)
	);
const anyPhotos = photos(0, maxPhotos, '照片数量不对');
const noPhotos = photos(0, 0, '照片数量不对');
const somePhotos = (tooFew: string) => photos(1, maxPhotos, tooFew);

/** When it was written, and where, if the phone says so. */
const circumstances = {
	at: v.optional(v.pipe(v.string('时间不对'), v.isoTimestamp('时间不对'))),
	lat: v.optional(v.pipe(v.number('位置不对'), v.minValue(-90), v.maxValue(90))),
	lng: v.optional(v.pipe(v.number('位置不对'), v.minValue(-180), v.maxValue(180)))
};
const note = v.optional(plainText(300, '说明'), '');

/**
 * What is sent from the field, by the name it has in `PUT /api/cases/{code}/{name}/{key}`: the
 * action of the workflow that it is, and what comes with it.
 */
export const fieldSends = {
	acknowledge: {
		action: 'acknowledge',
		input: v.strictObject({ photos: noPhotos, ...circumstances })
	},
	return: {
		action: 'return',
		input: v.strictObject({
			reason: requiredText(300, '理由'),
			photos: noPhotos,
			...circumstances
		})
	},
	feedback: {
		action: 'feedback',
		input: v.strictObject({
			note: requiredText(300, '处理情况'),
			photos: somePhotos('请至少拍一张处理后的照片'),
			...circumstances
		})
	},
	pass: {
		action: 'pass',
		input: v.strictObject({ note, photos: anyPhotos, ...circumstances })
	},
	fail: {
		action: 'fail',
		input: v.strictObject({
			reason: requiredText(300, '理由'),
			photos: somePhotos('退回请附一张现场照片'),
			...circumstances
		})
	},
	verified: {
		action: 'verified',
		input: v.strictObject({
			finding: v.picklist(findingNames, '请选择核实结果'),
			note,
			photos: anyPhotos,
			...circumstances
		})
	},
	'second-look': {
		action: 'second_look',
		input: v.strictObject({
			finding: v.picklist(lookFindingNames, '请选择复查结果'),
			note,
			photos: anyPhotos,
			...circumstances
		})
	}
} as const satisfies Record<string, { action: Action; input: v.GenericSchema }>;

export type FieldSendName = keyof typeof fieldSends;

export const isFieldSend = (name: string): name is FieldSendName => Object.hasOwn(fieldSends, name);

/** What any of them may hold; each has what it needs of this. */
export type FieldInput = {
	note?: string;
	reason?: string;
	finding?: string;
	photos: number;
	at?: string;
	lat?: number;
	lng?: number;
};

/** Made by the phone: UUIDv7. */
export const FieldKey = ReportKey;

/** The same for the same input, whatever the order in which it came. */
export const canonical = (code: string, name: FieldSendName, input: FieldInput): string =>
	JSON.stringify([
		code,
		name,
		input.note ?? '',
		input.reason ?? '',
		input.finding ?? '',
		input.photos,
		input.at ?? null,
		input.lat ?? null,
		input.lng ?? null
	]);
