/** Who may sign in as what; one account has one role. */
export const roles = {
	resident: { label: '居民', staff: false, home: '/me' },
	volunteer: { label: '志愿者', staff: false, home: '/me' },
	team_lead: { label: '队长', staff: false, home: '/me' },
	moderator: { label: '值守员', staff: true, home: '/admin' },
	supervisor: { label: '督导员', staff: true, home: '/admin' },
	unit_handler: { label: '责任单位处置人员', staff: true, home: '/unit' },
	checker: { label: '核查员', staff: true, home: '/check' },
	enumerator: { label: '访问员', staff: true, home: '/visits' },
	editor: { label: '宣传编辑', staff: true, home: '/admin/posters' },
	system_admin: { label: '系统管理员', staff: true, home: '/admin/people' },
	security_admin: { label: '安全管理员', staff: true, home: '/admin/security' },
	audit_admin: { label: '审计管理员', staff: true, home: '/admin/audit' }
} as const satisfies Record<string, { label: string; staff: boolean; home: `/${string}` }>;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as [Role, ...Role[]];
export const staffRoles = roleNames.filter((role) => roles[role].staff);

/** Whoever acts: an account, a guest (`accountId` null) or the system itself. */
export type Actor = {
	accountId: number | null;
	role: Role | 'guest' | 'system';
	unitId: number | null;
	/** What colleagues see; empty for residents. */
	name: string;
	/** SHA-256 of the claim tokens that a guest's device holds. */
	claims: readonly string[];
	/** Network address, kept for staff only. */
	address: string | null;
};

export const guest: Actor = {
	accountId: null,
	role: 'guest',
	unitId: null,
	name: '',
	claims: [],
	address: null
};

export const theSystem: Actor = { ...guest, role: 'system', name: '系统' };
