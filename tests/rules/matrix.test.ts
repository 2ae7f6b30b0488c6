import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { matrixAsMarkdown, matrixColumns, policyMatrix } from '$lib/accounts/matrix';
import { roomNames } from '$lib/accounts/policy';
import { roles } from '$lib/accounts/roles';
import { actionNames } from '$lib/reports/workflow';

const file = 'docs/policy-matrix.md';
const rows = policyMatrix().flatMap((part) => part.rows);
const reach = (what: string, who: string) =>
	rows.find((row) => row.what.startsWith(what))!.reach[matrixColumns.indexOf(who)];

describe('the table of who may do what', () => {
	it('in the repository is what the policy says; after a change: npm run policy', async () => {
		const options = await resolveConfig(file);
		const now = await format(matrixAsMarkdown(), { ...options, filepath: file });
		expect(readFileSync(file, 'utf8')).toBe(now);
	});

	it('has every room and every action, and nothing that nobody may', () => {
		expect(rows.filter(({ what }) => what.startsWith('/'))).toHaveLength(roomNames.length);
		const text = rows.map(({ what }) => what).join('\n');
		for (const action of actionNames) expect(text).toContain(`（${action}）`);
		const nobody = rows.filter((row) => row.reach.every((one) => one === ''));
		expect(nobody.map(({ what }) => what)).toEqual([]);
	});

	it('tells one’s own unit from another', () => {
		expect(reach('签收', '责任单位处置人员')).toBe('本单位');
		expect(reach('核查通过', '核查员')).toBe('他单位');
		expect(reach('受理立案', '值守员')).toBe('全部');
		expect(reach('评价', '上报人')).toBe('自己的');
		expect(reach('看案件全文', '责任单位处置人员')).toBe('本单位、协办');
	});
});

describe('the three administrators', () => {
	const three = (['system_admin', 'security_admin', 'audit_admin'] as const).map((role) =>
		matrixColumns.indexOf(roles[role].label)
	);

	it('can none of them do what another can, but be staff', () => {
		const shared = rows.filter(
			({ reach: one }) => three.filter((column) => one[column] !== '').length > 1
		);
		expect(shared.map(({ what }) => what)).toEqual(['工作人员（两步验证、闲置退出）']);
	});

	it('see no case, open no number, and act on a report by 作废 alone', () => {
		const of = rows.filter(({ reach: one }) => three.some((column) => one[column] !== ''));
		const onReports = of.filter(
			({ what }) => /（\w+）$/.test(what) || /案件全文|电话$|公开文字|撤下/.test(what)
		);
		expect(onReports.map(({ what }) => what)).toEqual(['作废（void）']);
	});

	it('each have something that only they can do', () => {
		for (const column of three) {
			const alone = rows.filter(({ reach: one }) =>
				one.every((r, i) => (r !== '') === (i === column))
			);
			expect(alone.length, matrixColumns[column]).toBeGreaterThan(1);
		}
	});
});
