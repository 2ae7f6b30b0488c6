import * as v from 'valibot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	AskCode,
	ChangeStaff,
	CodeSignIn,
	NewStaff,
	Phone,
	plainText,
	StaffSignIn
} from '$lib/accounts/forms';
import {
	Dispatch,
	Feedback,
	FindReport,
	maxDescription,
	maxPhotos,
	NewReport,
	PlainReport,
	Rate,
	Reasoned,
	Reject,
	ReleasePhoto,
	ReportKey,
	Verified
} from '$lib/reports/forms';
import { checked } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';

/** What was read, or the message for each field. */
function read(schema: v.GenericSchema, value: unknown) {
	try {
		return { output: checked(schema, value) };
	} catch (refused) {
		if (!(refused instanceof Refusal)) throw refused;
		return { problems: refused.fields };
	}
}

const report = {
	category: 'sanitation.exposed_garbage',
	description: '楼下有垃圾',
	lat: 35.581,
	lng: 118.836,
	photos: 1
};

describe('text that a resident typed', () => {
	const text = plainText(5, '说明');
	const readText = (typed: string) => v.safeParse(text, typed).output;

	it.each([
		['4-byte characters are kept', '𠮷🚮', '𠮷🚮'],
		['control characters are removed', 'a\u0000b\u0007c\u001bd\u007f', 'abcd'],
		['marks that turn the writing around are removed', 'a\u202eb\u2066c', 'abc'],
		['halves of characters are removed', 'a\ud83db', 'ab'],
		['line breaks become one kind', 'a\r\nb\rc', 'a\nb\nc'],
		['blanks around it are cut off', '  ab \n', 'ab']
	])('%s', (_, typed, kept) => {
		expect(readText(typed)).toBe(kept);
	});

	it('is counted in characters as people count them', () => {
		expect(v.safeParse(text, '🚮🚮🚮🚮🚮').success).toBe(true);
		expect(read(text, '🚮🚮🚮🚮🚮🚮')).toEqual({ problems: { '': '说明最多 5 个字' } });
	});

	it('is no text when it is something else', () => {
		expect(read(text, 5)).toEqual({ problems: { '': '请填写说明' } });
		expect(read(text, null)).toEqual({ problems: { '': '请填写说明' } });
	});
});

describe('a phone number', () => {
	it.each(['13900001234', '139 0000 1234', '+86 139-0000-1234', '8613900001234'])(
		'%s is read',
		(typed) => {
			expect(read(Phone, typed)).toEqual({ output: '13900001234' });
		}
	);

	it.each([
		'',
		'1390000123',
		'139000012345',
		'12900001234',
		'0543-1234567',
		'１３９００００１２３４'
	])('%j is none', (typed) => {
		expect(read(Phone, typed)).toEqual({ problems: { '': '请填写 11 位手机号' } });
	});

	it('is asked for by name', () => {
		expect(read(AskCode, {}).problems).toEqual({ phone: expect.any(String) });
	});
});

describe('a new report', () => {
	it('is read with what may be left out', () => {
		expect(read(NewReport, { ...report, description: undefined })).toEqual({
			output: { ...report, description: '', address: '' }
		});
	});

	it.each<[string, object, string, string]>([
		['an unknown category', { category: 'no.such' }, 'category', '请选择类别'],
		['a group for a category', { category: 'sanitation' }, 'category', '请选择类别'],
		['no category', { category: undefined }, 'category', '请选择类别'],
		['a latitude of words', { lat: '35.5' }, 'lat', '请选择位置'],
		['a latitude beyond the pole', { lat: 90.1 }, 'lat', '请选择位置'],
		['no longitude', { lng: undefined }, 'lng', '请选择位置'],
		['a longitude that is no number', { lng: NaN }, 'lng', '请选择位置'],
		['half a photo', { photos: 0.5 }, 'photos', '照片数量不对'],
		['less than no photos', { photos: -1 }, 'photos', '照片数量不对'],
		['too many photos', { photos: maxPhotos + 1 }, 'photos', '最多 6 张照片'],
		[
			'a long story',
			{ description: '长'.repeat(maxDescription + 1) },
			'description',
			'说明最多 500 个字'
		],
		['a long address', { address: '长'.repeat(101) }, 'address', '地址最多 100 个字'],
		['a time of words', { occurred_at: '昨天' }, 'occurred_at', '发现时间不对'],
		['a bad phone', { contact: { phone: '110' } }, 'contact.phone', '请填写 11 位手机号']
	])('with %s says so beside the field', (_, changes, field, message) => {
		expect(read(NewReport, { ...report, ...changes }).problems).toMatchObject({ [field]: message });
	});

	it('with fields that nobody asked for is refused', () => {
		expect(read(NewReport, { ...report, state: 'closed' }).problems).toHaveProperty('state');
		expect(
			read(NewReport, { ...report, contact: { phone: '13900001234', name: '某' } }).problems
		).toHaveProperty('contact.name');
	});

	it('of which nothing came names every field that is needed', () => {
		expect(read(NewReport, {}).problems).toEqual(
			Object.fromEntries(['category', 'lat', 'lng', 'photos'].map((key) => [key, '请填写这一项']))
		);
	});

	it('of any other shape is refused in words that a resident reads', () => {
		const broken = fc.oneof(
			fc.anything(),
			fc.record({
				...Object.fromEntries(Object.keys(report).map((key) => [key, fc.anything()])),
				accuracy_m: fc.anything(),
				contact: fc.anything(),
				extra: fc.constant(1)
			})
		);
		fc.assert(
			fc.property(broken, (value) => {
				const { problems } = read(NewReport, value);
				expect(Object.keys(problems ?? {}).length).toBeGreaterThan(0);
				for (const message of Object.values(problems ?? {}))
					expect(message).toMatch(/^[^a-zA-Z]+$/);
			})
		);
	});

	it('goes under a UUIDv7 alone', () => {
		expect(read(ReportKey, '019b9d3e-5a00-7000-8000-000000000001').output).toBeDefined();
		for (const key of [
			'019b9d3e-5a00-4000-8000-000000000001',
			'019b9d3e-5a00-7000-c000-000000000001',
			'019b9d3e5a0070008000000000000001',
			' 019b9d3e-5a00-7000-8000-000000000001'
		]) {
			expect(read(ReportKey, key).problems, key).toEqual({ '': '编号不对' });
		}
	});
});

describe('the plain form', () => {
	const plain = {
		key: '019b9d3e-5a00-7000-8000-000000000001',
		category: 'sanitation.exposed_garbage',
		place: '12'
	};

	it('takes an empty phone for none', () => {
		expect(read(PlainReport, { ...plain, phone: ' ' }).output).toMatchObject({
			place: 12,
			phone: ''
		});
	});

	it('says what is missing', () => {
		expect(read(PlainReport, { ...plain, place: '', phone: '12' }).problems).toEqual({
			place: '请选择地点',
			phone: '请填写 11 位手机号'
		});
	});
});

describe('the forms of the road', () => {
	it('rejects for a reason of the list alone', () => {
		expect(read(Reject, { reason: 'unclear' }).output).toEqual({ reason: 'unclear', note: '' });
		expect(read(Reject, { reason: 'because' }).problems).toEqual({ reason: '请选择理由' });
	});

	it('wants a reason that is not blank', () => {
		expect(read(Reasoned, { reason: ' \n ' }).problems).toEqual({ reason: '请填写理由' });
		expect(read(Feedback, {}).problems).toEqual({ note: '请填写这一项' });
		expect(read(Feedback, { note: '' }).problems).toEqual({ note: '请填写处理情况' });
	});

	it('wants a reason of whoever is not satisfied, and of nobody else', () => {
		expect(read(Rate, { score: 'dissatisfied', reason: ' ' }).problems).toEqual({
			reason: '不满意请写明原因，便于复核'
		});
		expect(read(Rate, { score: 'dissatisfied', reason: '还在' }).output).toBeDefined();
		expect(read(Rate, { score: 'satisfied' }).output).toEqual({ score: 'satisfied', reason: '' });
		expect(read(Rate, { score: 'great' }).problems).toEqual({ score: '请选择评价' });
	});

	it('dispatches to a unit by its number, on a basis of the list', () => {
		expect(read(Dispatch, { unitId: '3', basis: 'law' }).output).toMatchObject({ unitId: 3 });
		expect(read(Dispatch, { unitId: 'x', basis: 'mood' }).problems).toEqual({
			unitId: '请选择单位',
			basis: '请选择依据'
		});
	});

	it('verifies with a finding of the list', () => {
		expect(read(Verified, { finding: 'maybe' }).problems).toEqual({ finding: '请选择核实结果' });
	});

	it('finds a report by its code as typed', () => {
		expect(read(FindReport, { code: '7k3f 9qxm' }).output).toEqual({ code: '7K3F-9QXM' });
		expect(read(FindReport, { code: '7K3F' }).problems).toEqual({
			code: '编号是 8 位，例如 7K3F-9QXM'
		});
	});

	it('shows a masked photo only with a mask', () => {
		const photo = { key: 'abcdefghij', how: 'masked' };
		expect(read(ReleasePhoto, photo).problems).toEqual({
			masks: '还没有遮挡任何位置，请先在照片上遮挡'
		});
		expect(read(ReleasePhoto, { ...photo, how: 'as_is' }).output).toMatchObject({ how: 'as_is' });
		expect(read(ReleasePhoto, { ...photo, masks: '[{"x":9}]' }).problems).toEqual({
			masks: '遮挡的位置不对，请重新遮挡'
		});
	});
});

describe('the forms of accounts', () => {
	it('take a code of six digits', () => {
		const phone = '13900001234';
		expect(read(CodeSignIn, { phone, code: ' 012345 ' }).output).toEqual({ phone, code: '012345' });
		expect(read(CodeSignIn, { phone, code: '12345' }).problems).toEqual({
			code: '验证码是 6 位数字'
		});
	});

	it('read a sign-in name whatever its case, and leave the password alone', () => {
		expect(read(StaffSignIn, { name: ' Admin ', password: ' a B ' }).output).toEqual({
			name: 'admin',
			password: ' a B '
		});
	});

	it('take a colleague with a role of staff alone', () => {
		const colleague = {
			loginName: 'li.wei',
			name: '值守',
			role: 'moderator',
			password: '12345678'
		};
		expect(read(NewStaff, colleague).output).toEqual({ ...colleague, unitId: null });
		expect(read(NewStaff, { ...colleague, unitId: '4' }).output).toMatchObject({ unitId: 4 });
		expect(read(NewStaff, { ...colleague, role: 'resident' }).problems).toEqual({
			role: '请选择角色'
		});
		expect(read(NewStaff, { ...colleague, password: '1234567' }).problems).toEqual({
			password: '密码至少 8 位'
		});
		expect(read(NewStaff, { ...colleague, loginName: '1wei' }).problems).toHaveProperty(
			'loginName'
		);
		expect(read(NewStaff, { ...colleague, unitId: 'x' }).problems).toHaveProperty('unitId');
	});

	it('leave the password as it is when the field is empty', () => {
		const change = { id: '3', name: '值守', role: 'moderator', password: '' };
		expect(read(ChangeStaff, change).output).toMatchObject({ id: 3, password: '', unitId: null });
	});
});
