import type { LateMark, LateRecipient } from '../../../reports/due-notices';
import {
	lateDigest,
	lateLetter,
	lateLists,
	lateMarks,
	whoMustKnow
} from '../../../reports/due-notices';
import { categoryLabel } from '../../../reports/categories';
import { formatTime } from '../../../time/shanghai';
import type { Db } from '../../db';
import { accountsOf, deliver } from '../../notifications/commands';
import { dueMarks } from '../desk-schema';
import { newlyLate, type Late } from '../queries/late';

const batch = 500;

/**
 * Marks what became due soon or overdue since `from` (ms) and tells whoever must know, once for each
 * limit of each clock: within the transaction `tx`, so that marks and letters come together or not at
 * all. Several at once for one person are one letter. Returns how many marks it set.
 */
export async function tellLate(tx: Db, from: number, at: number): Promise<number> {
	const found = await newlyLate(tx, from, at);
	for (let i = 0; i < found.length; i += batch) {
		await tx.insert(dueMarks).values(
			found.slice(i, i + batch).map(({ clockId, mark, dueAt }) => ({
				clockId,
				mark: mark === 'soon' ? ('soon' as const) : ('over' as const),
				dueAt,
				at
			}))
		);
	}
	for (const mark of lateMarks) {
		const late = found.filter((one) => one.mark === mark);
		for (const { to, accounts, cases } of await shares(tx, mark, late)) {
			await deliver(tx, accounts, letterOf(mark, cases, to, at), at);
		}
	}
	return found.length;
}

type Share = { to: LateRecipient; accounts: number[]; cases: Late[] };

/** Which cases each group of people is told of. */
async function shares(tx: Db, mark: LateMark, late: readonly Late[]): Promise<Share[]> {
	const byGroup = new Map<string, { to: LateRecipient; unitId?: number; cases: Late[] }>();
	for (const one of late) {
		for (const to of whoMustKnow(one.clock, mark)) {
			if (to === 'unit' && one.unitId === null) continue;
			const unitId = to === 'unit' ? one.unitId! : undefined;
			const key = `${to} ${unitId}`;
			const group = byGroup.get(key) ?? { to, unitId, cases: [] };
			group.cases.push(one);
			byGroup.set(key, group);
		}
	}
	const found: Share[] = [];
	for (const { to, unitId, cases } of byGroup.values()) {
		found.push({ to, cases, accounts: await accountsOf(tx, roles[to], unitId) });
	}
	return found;
}

const roles = {
	moderator: 'moderator',
	unit: 'unit_handler',
	checker: 'checker',
	supervisor: 'supervisor'
} as const satisfies Record<LateRecipient, string>;

function letterOf(mark: LateMark, cases: readonly Late[], to: LateRecipient, at: number) {
	const [first, ...others] = cases;
	if (!first || others.length > 0) {
		return { ...lateDigest(mark, cases.length, to), href: lateLists[to] };
	}
	const { code, category, place, unit, dueAt } = first;
	const facts = { category: categoryLabel(category), place, unit: unit ?? '' };
	return { ...lateLetter(mark, facts, formatTime(dueAt, at), to), href: pages[to](code) };
}

const pages: Record<LateRecipient, (code: string) => string> = {
	moderator: (code) => `/admin/reports/${code}`,
	unit: (code) => `/unit/${code}`,
	checker: (code) => `/check/${code}`,
	supervisor: (code) => `/admin/reports/${code}`
};
