import { describe, expect, it } from 'vitest';
import { mayOpen } from '$lib/accounts/policy';
import { guest, roleNames, roles, staffRoles, theSystem } from '$lib/accounts/roles';

describe('the roles', () => {
	it('each have a label of their own', () => {
		const labels = roleNames.map((role) => roles[role].label);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels).not.toContain('');
	});

	it.each(roleNames)('lead %s home to a place that may be entered', (role) => {
		const { home } = roles[role];
		const open = home === '/me' || mayOpen({ ...guest, accountId: 1, role }, home);
		expect(open).toBe(true);
		expect(roles[role].home).toMatch(/^\/(me|admin|unit|check|visits)/);
	});

	it('of staff are those that sign in by name', () => {
		expect(staffRoles).toEqual([
			'moderator',
			'supervisor',
			'unit_handler',
			'checker',
			'enumerator',
			'editor',
			'system_admin',
			'security_admin',
			'audit_admin'
		]);
	});
});

describe('a guest and the system', () => {
	it('hold no account, no claim and no unit', () => {
		for (const actor of [guest, theSystem]) {
			expect(actor).toMatchObject({ accountId: null, unitId: null, claims: [], address: null });
		}
	});
});
