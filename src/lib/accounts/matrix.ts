import { actionsFor, canSeeCase, type Standing, type Ties } from '../reports/policy';
import { deskActionsFor, mayRelease, maySeeTakedowns } from '../reports/queues';
import { actionFacts, actionNames, stateNames, type Action } from '../reports/workflow';
import {
	isStaff,
	mayEdit,
	mayKeepSecure,
	mayManagePeople,
	mayManageTown,
	mayOpen,
	mayOpenContacts,
	mayReadAudit,
	mayTriage,
	roomNames
} from './policy';
import { guest, roleNames, roles, type Actor } from './roles';

/** What one column of the table may do: nothing, all, or what is its own unit's (or another's) alone. */
export type Reach = '' | '全部' | '本单位' | '本单位、协办' | '协办' | '他单位' | '自己的';

export type MatrixRow = { what: string; reach: readonly Reach[] };
export type MatrixPart = { title: string; rows: readonly MatrixRow[] };

const [ours, theirs] = [1, 2];
const kinds = ['issue', 'conduct', 'praise'] as const;
const noTies: Ties = { reporter: false, follower: false };

type Column = { label: string; actor: Actor; ties?: Ties };

/** Those who act: each role, a guest, and whoever reported or follows. */
const columns: readonly Column[] = [
	...roleNames.map((role) => ({
		label: roles[role].label,
		actor: { ...guest, accountId: 1, role, unitId: ours }
	})),
	{ label: '未登录', actor: guest },
	{ label: '上报人', actor: guest, ties: { reporter: true, follower: false } },
	{ label: '关注人', actor: guest, ties: { reporter: false, follower: true } }
];
export const matrixColumns: readonly string[] = columns.map(({ label }) => label);

/** All standings that a report can have towards someone of unit `ours`, handled by `unitId`. */
const standings = (unitId: number, assisting: readonly number[] = []): Standing[] =>
	stateNames.flatMap((state) =>
		kinds.flatMap((kind) =>
			[null, 1].flatMap((releasedAt) =>
				(['none', 'supervised'] as const).map((supervision): Standing => ({
					state,
					kind,
					unitId,
					assisting,
					releasedAt,
					overdue: true,
					supervision
				}))
			)
		)
	);

function reachOf(
	{ actor, ties = noTies }: Column,
	may: (actor: Actor, report: Standing, ties: Ties) => boolean
): Reach {
	const own = standings(ours).some((report) => may(actor, report, ties));
	const other = standings(theirs).some((report) => may(actor, report, ties));
	if (own && other) return ties === noTies ? '全部' : '自己的';
	if (other) return '他单位';
	const helping = standings(theirs, [ours]).some((report) => may(actor, report, ties));
	if (own) return helping ? '本单位、协办' : '本单位';
	return helping ? '协办' : '';
}

const ofReports = (
	what: string,
	may: (actor: Actor, report: Standing, ties: Ties) => boolean
): MatrixRow => ({ what, reach: columns.map((column) => reachOf(column, may)) });

const ofHouse = (what: string, may: (actor: Actor) => boolean): MatrixRow => ({
	what,
	reach: columns.map(({ actor }) => (may(actor) ? '全部' : ''))
});

const takes = (action: Action) => (actor: Actor, report: Standing, ties: Ties) =>
	actionsFor(actor, report, ties).includes(action) ||
	(deskActionsFor(actor, report) as readonly Action[]).includes(action);

/**
 * Who may do what, asked of the policy itself: every room, every action on a report, and what else a
 * role alone decides. What this says is written to docs/policy-matrix.md and reviewed there.
 */
export const policyMatrix = (): MatrixPart[] => [
	{
		title: '页面',
		rows: roomNames.map((room) => ofHouse(room, (actor) => mayOpen(actor, room)))
	},
	{
		title: '案件动作',
		rows: actionNames.map((action) =>
			ofReports(`${actionFacts(action).label}（${action}）`, takes(action))
		)
	},
	{
		title: '案件内容',
		rows: [
			ofReports('看案件全文和原照片', (actor, report) => canSeeCase(actor, report)),
			ofReports('公开文字和照片、撤回公开', mayRelease),
			ofHouse('查看上报人电话', mayOpenContacts),
			ofHouse('看撤下请求', maySeeTakedowns),
			ofHouse('答复撤下请求、查看请求人联系方式', mayTriage)
		]
	},
	{
		title: '全站',
		rows: [
			ofHouse('工作人员（两步验证、闲置退出）', isStaff),
			ofHouse('人员：添加、修改、停用、改密码、重置两步验证', mayManagePeople),
			ofHouse('网格、地点、单位、职责、类别；导入和导出', mayManageTown),
			ofHouse('应知应会题库和公益广告', mayEdit),
			ofHouse('结束别人的登录、解除锁定', mayKeepSecure),
			ofHouse('查看电话的次数上限', mayKeepSecure),
			ofHouse('密钥状态、权限表', mayKeepSecure),
			ofHouse('保存期限：设定、试算、执行', mayKeepSecure),
			ofHouse('看、核对、导出审计记录', mayReadAudit)
		]
	}
];

/** The table as Markdown, as it stands in the repository. */
export function matrixAsMarkdown(): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const parts = policyMatrix().map(({ title, rows }) =>
		[
			`## ${title}`,
			'',
			line([title, ...matrixColumns]),
			line(['---', ...matrixColumns.map(() => ':-:')]),
			...rows.map(({ what, reach }) => line([what, ...reach.map((one) => one || '·')]))
		].join('\n')
	);
	return [
		'# Who may do what',
		'Written by `npm run policy` from the policy functions themselves; `tests/rules/matrix.test.ts` fails',
		'when the two differ. 全部: any unit’s; 本单位, 他单位: only what one’s own, or another, unit handles; 协办: what it assists with;',
		'自己的: of one’s own report, or one that one follows. A cell says that it may be done in some state of',
		'a report; in which, the workflow says.',
		'',
		parts.join('\n\n'),
		''
	].join('\n');
}
