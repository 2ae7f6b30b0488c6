import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { guest, roleNames } from '$lib/accounts/roles';
import { AskTakedown, DecideTakedown, Mend } from '$lib/reports/forms-afterwards';
import { cameWith, mayTake, mayWithdraw, type Standing } from '$lib/reports/policy';
import { maySeeTakedowns } from '$lib/reports/queues';
import { takedownFacts, takedownReasonNames, urgentTakedownReasons } from '$lib/reports/takedowns';
import { openStates, stateNames } from '$lib/reports/workflow';

const reporter = { reporter: true, follower: false };
const follower = { reporter: false, follower: true };

const problemsOf = (schema: v.GenericSchema, input: unknown) =>
	(v.safeParse(schema, input).issues ?? []).map(({ path, message }) => [
		String(path?.[0]?.key),
		message
	]);

describe('mending', () => {
	const standing = (changes: Partial<Standing> = {}): Standing => ({
		state: 'submitted',
		kind: 'issue',
		unitId: null,
		releasedAt: null,
		overdue: false,
		...changes
	});

	it('is the reporter’s while the report is open, and nobody else’s', () => {
		const open = stateNames.filter((state) =>
			mayTake(guest, standing({ state }), reporter, 'mend')
		);
		expect(open).toEqual([...openStates]);
		expect(mayTake(guest, standing(), follower, 'mend')).toBe(false);
		for (const role of roleNames) {
			const actor = { ...guest, accountId: 1, role };
			expect(mayTake(actor, standing(), { ...follower, follower: false }, 'mend'), role).toBe(
				false
			);
		}
	});

	it('ends with the release, and is possible again after a take-down', () => {
		expect(mayTake(guest, standing({ releasedAt: 1 }), reporter, 'mend')).toBe(false);
		expect(mayTake(guest, standing({ releasedAt: null }), reporter, 'mend')).toBe(true);
	});

	it.each([
		[{ description: '字'.repeat(501) }, 'description'],
		[{ address: '字'.repeat(101) }, 'address']
	])('refuses what is too long', (input, field) => {
		expect(problemsOf(Mend, input)).toEqual([[field, expect.stringContaining('最多')]]);
	});
});

describe('a photo', () => {
	type Sent = Parameters<typeof mayWithdraw>[1];
	const sent: Sent = { stage: 'report', n: 1, decidedAt: null, withdrawnAt: null };
	const report = { photosExpected: 2 };

	it.each<[string, Partial<Sent>, typeof reporter, boolean]>([
		['of the reporter', {}, reporter, true],
		['of a report that one only follows', {}, follower, false],
		['on which a moderator decided', { decidedAt: 1 }, reporter, false],
		['that is withdrawn already', { withdrawnAt: 1 }, reporter, false],
		['that a merge brought along', { n: 2 }, reporter, false],
		['of the unit', { stage: 'feedback', n: 0 }, reporter, false],
		['of one who saw it too', { stage: 'support', n: 0 }, reporter, false]
	])('%s', (_, changes, ties, may) => {
		expect(mayWithdraw(report, { ...sent, ...changes }, ties)).toBe(may);
	});

	it('came with the report when its place is among those that were announced', () => {
		const places = [0, 1, 2].map((n) => cameWith(report, { stage: 'report', n }));
		expect(places).toEqual([true, true, false]);
	});
});

describe('a take-down request', () => {
	const sound = { reason: 'depicted', words: '照片里是我的车', contact: '' };

	it('is answered in three working days, that of a child in four working hours and first', () => {
		const { minor, ...others } = Object.fromEntries(
			takedownReasonNames.map((name) => [name, takedownFacts(name).limit])
		);
		expect(minor).toEqual({ type: 'work_hour', value: 4 });
		for (const limit of Object.values(others))
			expect(limit).toEqual({ type: 'work_day', value: 3 });
		expect(urgentTakedownReasons).toEqual(['minor']);
	});

	it.each([
		['13900000000', true],
		['139 0000 0000', true],
		['0999-1234567', true],
		['someone@example.com', true],
		['', true],
		['my friend', false],
		['a@b', false],
		['12', false],
		[`${'a'.repeat(200)}@example.com`, false]
	])('takes the contact %j: %s', (contact, taken) => {
		expect(v.safeParse(AskTakedown, { ...sound, contact }).success).toBe(taken);
	});

	it.each([
		[{ reason: '' }, 'reason', '请选择理由'],
		[{ reason: 'because' }, 'reason', '请选择理由'],
		[{ words: '  ' }, 'words', '请填写具体情况'],
		[{ words: '字'.repeat(301) }, 'words', '具体情况最多 300 个字']
	])('with %j is sent back', (changes, field, message) => {
		expect(problemsOf(AskTakedown, { ...sound, ...changes })).toEqual([[field, message]]);
	});

	it('is decided with an answer and never without', () => {
		const decision = { id: '7', outcome: 'kept', answer: '照片已遮挡' };
		expect(v.parse(DecideTakedown, decision)).toEqual({ ...decision, id: 7 });
		expect(problemsOf(DecideTakedown, { ...decision, answer: '' })).toHaveLength(1);
		expect(problemsOf(DecideTakedown, { ...decision, outcome: 'both' })).toHaveLength(1);
		expect(problemsOf(DecideTakedown, { ...decision, id: '1 OR 1' })).toHaveLength(1);
	});

	it('is seen by moderators and supervisors alone', () => {
		const seeing = roleNames.filter((role) => maySeeTakedowns({ ...guest, accountId: 1, role }));
		expect(seeing).toEqual(['moderator', 'supervisor']);
		expect(maySeeTakedowns(guest)).toBe(false);
	});
});
