import { describe, expect, it } from 'vitest';
import { guest, roleNames, theSystem, type Actor, type Role } from '$lib/accounts/roles';
import {
	isSignedIn,
	isStaff,
	mayManagePeople,
	mayManageTown,
	mayOpen,
	mayTriage,
	roomNames,
	type Room
} from '$lib/accounts/policy';
import {
	actionsFor,
	canSeeCase,
	canSeePublicly,
	mayTake,
	noTies,
	type Standing,
	type Ties
} from '$lib/reports/policy';
import { deskActionsFor, mayRelease } from '$lib/reports/queues';
import { stateNames, type Action, type State } from '$lib/reports/workflow';

const who = (role: Role, unitId: number | null = null): Actor => ({
	...guest,
	accountId: 1,
	role,
	unitId
});
const issue = (state: State, changes: Partial<Standing> = {}): Standing => ({
	state,
	kind: 'issue',
	unitId: 7,
	releasedAt: null,
	overdue: false,
	...changes
});
const reporter = { reporter: true, follower: false };
const follower = { reporter: false, follower: true };

describe('the parts of the house', () => {
	const doors: Record<Room, Role[]> = {
		'/admin': ['moderator', 'supervisor'],
		'/admin/duties': ['moderator', 'supervisor', 'system_admin'],
		'/admin/places': ['moderator', 'supervisor', 'system_admin'],
		'/admin/units': ['moderator', 'supervisor', 'system_admin'],
		'/admin/categories': ['moderator', 'supervisor', 'system_admin'],
		'/admin/limits': ['moderator', 'supervisor', 'system_admin'],
		'/admin/calendar': ['moderator', 'supervisor', 'system_admin'],
		'/admin/settings': ['moderator', 'supervisor', 'system_admin'],
		'/admin/posters': ['moderator', 'supervisor', 'editor'],
		'/admin/quiz': ['moderator', 'supervisor', 'editor'],
		'/admin/orders': ['moderator'],
		'/admin/bulk': ['moderator'],
		'/admin/people': ['system_admin'],
		'/admin/void': ['system_admin'],
		'/admin/security': ['security_admin'],
		'/admin/retention': ['security_admin'],
		'/admin/audit': ['audit_admin'],
		'/unit': ['unit_handler'],
		'/check': ['checker'],
		'/visits': ['enumerator']
	};

	it.each(roomNames)('%s lets in its own and nobody else, also further inside', (room) => {
		for (const path of [room, `${room}/7K3F-9QXM`]) {
			expect(roleNames.filter((role) => mayOpen(who(role), path))).toEqual(doors[room]);
			expect([guest, theSystem].some((actor) => mayOpen(actor, path))).toBe(false);
		}
	});

	it('are shut to all where nothing says whose they are', () => {
		for (const path of ['/administration', '/me', '/', '']) {
			expect(roleNames.filter((role) => mayOpen(who(role), path))).toEqual([]);
		}
	});

	it('are run by those whose work it is', () => {
		const those = (may: (actor: Actor) => boolean) => roleNames.filter((role) => may(who(role)));
		expect(those(mayManagePeople)).toEqual(['system_admin']);
		expect(those(mayManageTown)).toEqual(['moderator', 'supervisor', 'system_admin']);
		expect(those(mayTriage)).toEqual(['moderator']);
		expect(those((actor) => !isStaff(actor))).toEqual(['resident', 'volunteer', 'team_lead']);
	});

	it('know a guest from one who is signed in', () => {
		expect([isSignedIn(guest), isStaff(guest), isSignedIn(who('resident'))]).toEqual([
			false,
			false,
			true
		]);
	});
});

describe('the actions offered', () => {
	it.each<[string, Actor, Standing, Action[]]>([
		[
			'a moderator on a new issue',
			who('moderator'),
			issue('submitted'),
			['accept', 'ask_verify', 'reject', 'merge', 'urge']
		],
		[
			'a moderator on new conduct',
			who('moderator'),
			issue('submitted', { kind: 'conduct' }),
			['note', 'ask_verify', 'reject', 'merge', 'urge']
		],
		[
			'the unit on what it got',
			who('unit_handler', 7),
			issue('dispatched'),
			['acknowledge', 'return', 'hand_over']
		],
		['another unit on it', who('unit_handler', 8), issue('dispatched'), []],
		['a handler without a unit', who('unit_handler'), issue('dispatched', { unitId: null }), []],
		[
			'the unit on what is 挂账',
			who('unit_handler', 7),
			issue('suspended'),
			['hand_over', 'resume']
		],
		['another unit on what is 挂账', who('unit_handler', 8), issue('suspended'), []],
		[
			'the supervisor on what is 挂账',
			who('supervisor'),
			issue('suspended'),
			['resume', 'urge', 'supervise', 'supervise_listed']
		],
		['a checker', who('checker'), issue('awaiting_check'), ['pass', 'fail']],
		['a checker of another unit', who('checker', 8), issue('awaiting_check'), ['pass', 'fail']],
		['a checker of the handling unit', who('checker', 7), issue('awaiting_check'), []],
		['the unit on a close in time', who('unit_handler', 7), issue('closed'), []],
		[
			'the unit on a late close',
			who('unit_handler', 7),
			issue('closed', { overdue: true }),
			['appeal']
		],
		['the administrator', who('system_admin'), issue('closed'), ['void']],
		['a resident who has nothing to do with it', who('resident'), issue('closed'), []],
		['a guest who has nothing to do with it', guest, issue('closed'), []]
	])('to %s are its own', (_, actor, report, offered) => {
		expect(actionsFor(actor, report)).toEqual(offered);
	});

	it('to the reporter and those who follow are to rate, and to appeal to the reporter alone', () => {
		expect(actionsFor(guest, issue('closed'), reporter)).toEqual(['rate']);
		expect(actionsFor(who('resident'), issue('closed'), follower)).toEqual(['rate']);
		expect(actionsFor(guest, issue('rejected'), reporter)).toEqual(['appeal_rejection']);
		expect(actionsFor(who('resident'), issue('rejected'), follower)).toEqual([]);
	});

	it('are no longer offered once they were taken as often as the table allows', () => {
		const late = issue('closed', { overdue: true });
		const appeals = (times?: number) =>
			actionsFor(
				who('unit_handler', 7),
				times === undefined ? late : { ...late, taken: { appeal: times } }
			);
		expect([appeals(), appeals(1), appeals(2)]).toEqual([['appeal'], ['appeal'], []]);
		const once = issue('rejected', { taken: { appeal_rejection: 1, appeal: 0 } });
		expect(actionsFor(guest, once, reporter)).toEqual([]);
	});

	it('to staff do not grow by being the reporter of something else', () => {
		expect(mayTake(who('moderator'), issue('closed'), noTies, 'rate')).toBe(false);
	});

	it('on the desk let a moderator mend the kind that the resident chose', () => {
		const offered = deskActionsFor(who('moderator'), issue('submitted', { kind: 'conduct' }));
		expect(offered).toEqual(expect.arrayContaining(['accept', 'note']));
		expect(deskActionsFor(who('supervisor'), issue('submitted'))).toEqual([
			'urge',
			'supervise',
			'supervise_listed'
		]);
	});

	it('on the desk let a moderator release all but what is 作废', () => {
		const may = stateNames.filter((state) => mayRelease(who('moderator'), issue(state)));
		expect(may).toEqual(stateNames.filter((state) => state !== 'voided'));
		expect(mayRelease(who('supervisor'), issue('filed'))).toBe(false);
	});
});

describe('the case file', () => {
	const readers = (report: Standing, unitId: number | null = null) =>
		roleNames.filter((role) => canSeeCase(who(role, unitId), report));

	it('is for the desk in every state', () => {
		for (const state of stateNames) {
			expect(readers(issue(state))).toEqual(expect.arrayContaining(['moderator', 'supervisor']));
		}
	});

	it('is for the unit that handles it, and no other', () => {
		expect(canSeeCase(who('unit_handler', 7), issue('processing'))).toBe(true);
		expect(canSeeCase(who('unit_handler', 8), issue('processing'))).toBe(false);
		expect(canSeeCase(who('unit_handler'), issue('submitted', { unitId: null }))).toBe(false);
	});

	it('is for a checker while it waits for one, and once it is closed', () => {
		const seen = stateNames.filter((state) => canSeeCase(who('checker'), issue(state)));
		expect(seen.sort()).toEqual(['awaiting_check', 'closed', 'verifying']);
	});

	it('is for nobody who only lives here, nor for the other administrators', () => {
		expect(readers(issue('closed'), 8)).toEqual(['moderator', 'supervisor', 'checker']);
		expect(canSeeCase(guest, issue('closed'))).toBe(false);
	});
});

describe('the public page', () => {
	it('is for everyone once it is released', () => {
		expect(canSeePublicly(guest, issue('filed', { releasedAt: 1 }), noTies)).toBe(true);
	});

	it.each<[string, Actor, Ties, boolean]>([
		['a stranger', guest, noTies, false],
		['another resident', who('resident'), noTies, false],
		['the reporter', guest, reporter, true],
		['one who only follows', who('resident'), follower, false],
		['who reported it in one merged into it', who('resident'), { ...follower, merged: true }, true],
		['a moderator', who('moderator'), noTies, true],
		['another unit', who('unit_handler', 8), noTies, false]
	])('before that is open to %s: %#', (_, actor, ties, open) => {
		expect(canSeePublicly(actor, issue('filed'), ties)).toBe(open);
	});
});
