import type { Actor } from '../accounts/roles';
import {
	actionFacts,
	actionNames,
	destination,
	findings,
	states,
	type Action,
	type Party,
	type State
} from './workflow';
import type { Kind } from './categories';
import type { SupervisionLevel } from './supervision';

export type Standing = {
	state: State;
	kind: Kind;
	unitId: number | null;
	releasedAt: number | null;
	/** The handling clock ran out before feedback. */
	overdue: boolean;
	/** Units that help the one that leads. */
	assisting?: readonly number[];
	/** 督办 or 挂牌督办; none where it is left out. */
	supervision?: SupervisionLevel;
	/** How often each action was taken, of those that may be taken only so often. */
	taken?: Partial<Record<Action, number>>;
};

/** What the actor is to this report besides the role. */
export type Ties = {
	reporter: boolean;
	/** Follows by 我也看到, or because the own report was merged into this one. */
	follower: boolean;
	/** Sent in a report that was merged into this one. */
	merged?: boolean;
};

export const noTies: Ties = { reporter: false, follower: false };

function isParty(actor: Actor, ties: Ties, party: Party): boolean {
	if (party === 'reporter') return ties.reporter;
	if (party === 'follower') return ties.follower;
	return actor.role === party;
}

const isOfUnit = (actor: Actor, report: Standing): boolean =>
	actor.unitId !== null && actor.unitId === report.unitId;

const isAssisting = (actor: Actor, report: Standing): boolean =>
	actor.unitId !== null && (report.assisting ?? []).includes(actor.unitId);

/** Whether the table lets `actor` take `action` now. */
export function mayTake(actor: Actor, report: Standing, ties: Ties, action: Action): boolean {
	const facts = actionFacts(action);
	return (
		destination(report.state, action) !== undefined &&
		facts.by.some((party) => isParty(actor, ties, party)) &&
		(!facts.kinds || facts.kinds.includes(report.kind)) &&
		(!facts.ownUnit || actor.role !== 'unit_handler' || isOfUnit(actor, report)) &&
		(!facts.assisting || isAssisting(actor, report)) &&
		(!facts.notOwnUnit || !isOfUnit(actor, report)) &&
		(!facts.whenOverdue || report.overdue) &&
		(!facts.whenSupervised || (report.supervision ?? 'none') !== 'none') &&
		(!facts.beforeRelease || report.releasedAt === null) &&
		(facts.times === undefined || (report.taken?.[action] ?? 0) < facts.times)
	);
}

/** The actions to offer, in the table's order. */
export const actionsFor = (actor: Actor, report: Standing, ties: Ties = noTies): Action[] =>
	actionNames.filter((action) => mayTake(actor, report, ties, action));

/** The case file: text as sent, original photos, notes; never the reporter, who is sealed. */
export function canSeeCase(actor: Actor, report: Standing): boolean {
	switch (actor.role) {
		case 'moderator':
		case 'supervisor':
			return true;
		case 'unit_handler':
			return isOfUnit(actor, report) || isAssisting(actor, report);
		case 'checker':
			return states[report.state].queue === 'checker' || report.state === 'closed';
		default:
			return false;
	}
}

/**
 * The public page: anyone once a moderator released it; before that, and after it was taken down, those
 * alone who reported it. To follow is no key.
 */
export const canSeePublicly = (actor: Actor, report: Standing, ties: Ties): boolean =>
	report.releasedAt !== null || ties.reporter || ties.merged === true || canSeeCase(actor, report);

type Photo = {
	stage: string;
	n: number;
	decidedAt: number | null;
	withdrawnAt: number | null;
};

/** A photo of the reporter's own: not from one who saw it too, nor from a report merged into it. */
export const cameWith = (
	report: { photosExpected: number },
	{ stage, n }: Pick<Photo, 'stage' | 'n'>
): boolean => stage === 'report' && n < report.photosExpected;

/** A photo may be taken back until a moderator has decided on it, whatever became of the report. */
export const mayWithdraw = (
	report: { photosExpected: number },
	photo: Photo,
	ties: Ties
): boolean =>
	ties.reporter &&
	cameWith(report, photo) &&
	photo.decidedAt === null &&
	photo.withdrawnAt === null;

export const findingLabel = (finding: keyof typeof findings): string => findings[finding].label;
