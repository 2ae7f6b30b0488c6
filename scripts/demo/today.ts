import { findCategory } from '../../src/lib/reports/categories';
import type { State } from '../../src/lib/reports/workflow';
import { responsibleUnit } from '../../src/lib/server/places/queries';
import * as asking from '../../src/lib/server/reports/commands/asks';
import * as checking from '../../src/lib/server/reports/commands/checking';
import * as handling from '../../src/lib/server/reports/commands/handling';
import * as oversight from '../../src/lib/server/reports/commands/oversight';
import * as triage from '../../src/lib/server/reports/commands/triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { dayMs, dayOf, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { photographedToo } from './crowd';
import { enter, granted, release, type Town } from './life';
import { canAsk } from './people';
import * as words from './words';

/** Where today's cases stand, whatever the hour: every desk has work, some of it late. */
const today: readonly { state: State; categories: readonly string[]; hoursAgo: number }[] = [
	...at('submitted', [0.2, 0.4, 0.7, 1, 1.5, 2, 3, 4, 5, 6, 20, 44]),
	...at('verifying', [1, 3, 26]),
	...at('filed', [0.5, 1.2, 5]),
	...at('dispatched', [0.6, 1, 2, 5, 30]),
	...at('processing', [1.5, 3, 8, 28, 52, 120, 170]),
	...at('suspended', [100, 200]),
	...at('returned', [2, 27]),
	...at('awaiting_check', [0.8, 2, 4, 24, 49]),
	...at('rework', [9, 60, 130]),
	...at('merged', [3, 40])
];

function at(state: State, hoursAgo: readonly number[]) {
	const categories = [
		'sanitation.exposed_garbage',
		'cityscape.street_vending',
		'sanitation.bin_overflow',
		'cityscape.shopfront_overflow',
		'sanitation.road_dirty',
		'cityscape.illegal_structure'
	];
	return hoursAgo.map((hours) => ({ state, categories, hoursAgo: hours }));
}

export const casesToday = today.length;

/** Brings the cases of `today` to where they stand; `first` numbers the first of them. */
export async function fillDesks(town: Town, first: number, now: number): Promise<void> {
	for (const [i, { state, categories, hoursAgo }] of today.entries()) {
		const category = findCategory(categories[i % categories.length]!)!;
		const began = Math.round(now - hoursAgo * hourMs);
		await bringTo(town, first + i, category.id, state, began, (now - began) / 9);
	}
}

async function bringTo(
	town: Town,
	n: number,
	categoryId: string,
	goal: State,
	began: number,
	gap: number
): Promise<void> {
	const { db, cast, random } = town;
	const { moderator, checker, supervisor } = cast;
	let time = began;
	const later = () => (time = Math.round(time + Math.min(gap, 12 * minuteMs)));

	const category = findCategory(categoryId)!;
	const { code } = await enter(town, n, category, random.one(cast.neighbours), time);
	if (goal === 'submitted') return;
	if (goal === 'verifying') {
		return triage.askVerification(db, moderator, code, { note: '看看现在还在不在' }, later());
	}
	await release(town, code, later());
	if (goal === 'merged') {
		const [target] = await town.similar(code, categoryId);
		if (!target) return;
		return triage.mergeReport(db, moderator, code, { target }, later());
	}
	await triage.acceptReport(db, moderator, code, { category: categoryId }, later());
	if (goal === 'filed') return;

	const report = await getReport(db, code);
	const answer = await responsibleUnit(db, report);
	const another = goal === 'suspended' && !canAsk(cast.handlerOf(answer!.unitId));
	const { unitId, basis, document } = another
		? { unitId: cast.handlers[0]!.unitId!, basis: 'assigned' as const, document: '' }
		: answer!;
	const handler = cast.handlerOf(unitId);
	await triage.dispatchReport(db, moderator, code, { unitId, basis, document, note: '' }, later());
	if (goal === 'dispatched') return;
	if (goal === 'returned') {
		const reason = random.one(words.returnReasons);
		return handling.returnReport(db, handler, code, { reason }, later());
	}
	await handling.acknowledgeReport(db, handler, code, later());
	if (goal === 'processing') return pressedOn(town, code, n, later);
	if (goal === 'suspended') {
		const until = dayOf(time + 10 * dayMs);
		const asked = { reason: random.one(words.suspendReasons), until };
		const id = await asking.askSuspension(db, handler, code, asked, later());
		return asking.decideAsk(db, supervisor, { id, ...granted }, later());
	}
	const after = await town.picture(categoryId, n, 'after');
	const note = random.one(words.outcomes);
	await handling.feedBack(db, handler, code, { note }, [after], later());
	if (goal === 'awaiting_check') return;
	const shot = await town.picture(categoryId, n, 'before');
	const reason = random.one(words.reworkReasons);
	await checking.failReport(db, checker, code, { reason }, [shot], later());
}

/** Of those at work some are photographed again, some ask for more time, some are under 督办. */
async function pressedOn(town: Town, code: string, n: number, later: () => number): Promise<void> {
	const { db, cast, random } = town;
	const turn = n % 4;
	if (turn === 0) return photographedToo(town, code, n, later());
	if (turn === 1) {
		const handler = cast.handlerOf((await getReport(db, code)).unitId!);
		if (!canAsk(handler)) return;
		const reason = random.one(words.suspendReasons);
		await asking.askExtension(db, handler, code, { reason, value: 2 }, later());
	}
	if (turn === 2) {
		await oversight.urgeReport(db, cast.moderator, code, later());
		const reason = '群众反映集中，请加紧办理。';
		return oversight.superviseReport(db, cast.supervisor, code, { reason }, later());
	}
}
