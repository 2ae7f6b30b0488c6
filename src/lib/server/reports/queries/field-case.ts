import type { FeatureCollection } from 'geojson';
import type { Actor } from '../../../accounts/roles';
import { boundingBox, type LatLng } from '../../../places/geometry';
import { readCode } from '../../../reports/code';
import { actionsFor, canSeeCase } from '../../../reports/policy';
import { actions, states } from '../../../reports/workflow';
import { writtenFacts } from '../../../reports/written';
import type { Db } from '../../db';
import { around } from '../../places/boxes';
import { townDrawing } from '../../places/queries';
import { Refusal } from '../../refusal';
import { caseFile } from './casework';
import { lookAt, mayLook } from './second-looks';
import { timesHere } from './repeats';

/**
 * A case as those on site need it, by its code as typed: nothing of who reported it.
 * @throws Refusal('missing') for no such code, 'forbidden' for a case that is not theirs
 */
export async function fieldCase(db: Db, actor: Actor, typed: string) {
	const code = readCode(typed);
	if (!code) throw new Refusal('missing', '没有这个编号的上报，请核对编号');
	const file = await caseFile(db, code);
	const { report } = file;
	const standing = { ...report, assisting: file.assists.map(({ unitId }) => unitId) };
	if (!canSeeCase(actor, standing)) {
		throw new Refusal('forbidden', `${code} 现在不由您办理，可能已转给别的单位或岗位`);
	}
	const look = await lookAt(db, report);
	const photos = file.photos.filter(({ erased, released }) => !erased || released !== null);
	const history = file.events.filter(({ action }) => action !== 'rate').map(historyLine(photos));
	return {
		code,
		category: report.category,
		urgent: report.urgent,
		state: report.state,
		plain: states[report.state].plain,
		description: report.description,
		lat: report.lat,
		lng: report.lng,
		address: report.address,
		placeName: report.placeName,
		grid: file.grid,
		gridCode: file.gridCode,
		unit: file.unit,
		assists: file.assists.map(({ unit }) => unit),
		/** The actor's unit helps; another leads. */
		assisting: actor.unitId !== null && standing.assisting.includes(actor.unitId),
		unitId: report.unitId,
		handlerId: report.handlerId,
		dueAt: report.dueAt,
		dueSoonAt: report.dueSoonAt,
		reworkCount: report.reworkCount,
		submittedAt: report.submittedAt,
		supportCount: report.supportCount,
		times: await timesHere(db, report),
		before: photos.filter(showsTrouble).map(picture),
		/** Of the last 反馈 alone; earlier ones are in the history. */
		after: history.findLast(({ action }) => action === 'feedback')?.photos ?? [],
		history,
		/** Of how many photos nothing is left. */
		photosErased: file.photos.length - photos.length,
		offered: actionsFor(actor, standing).filter(
			(action) => action !== 'second_look' || (look !== null && mayLook(actor, look, report))
		)
	};
}

export type FieldCase = Awaited<ReturnType<typeof fieldCase>>;
export type HistoryLine = FieldCase['history'][number];

type File = Awaited<ReturnType<typeof caseFile>>;

/** Taken before anything was done about it, by the reporter or by someone who saw it too. */
const showsTrouble = ({ stage }: File['photos'][number]): boolean =>
	stage === 'report' || stage === 'support';

const picture = ({ key, width, height }: File['photos'][number]) => ({ key, width, height });

// photos carry the time of the step they came with
const historyLine = (all: File['photos']) => (event: File['events'][number]) => {
	const { action, at, unit, note, publicNote, facts } = event;
	const came = all.filter((photo) => !showsTrouble(photo) && photo.at === at);
	return {
		action,
		label: [labelOf(action), action === 'dispatch' && unit].filter(Boolean).join(' · '),
		at,
		// the public note of a dispatch names the unit again
		note: action === 'dispatch' ? note : note || publicNote,
		written: writtenFacts(facts),
		photos: came.map(picture)
	};
};

const labelOf = (action: File['events'][number]['action']): string =>
	action === 'submit' || action === 'ready' ? '上报' : actions[action].label;

/** The town's drawing as far as it is within `metres` of a point. */
export async function drawingAround(
	db: Db,
	point: LatLng,
	metres: number
): Promise<FeatureCollection> {
	const drawing = await townDrawing(db);
	const view = around(point, metres);
	const inView = drawing.features.filter(({ geometry }) => {
		const { west, south, east, north } = boundingBox(geometry);
		return west <= view.east && east >= view.west && south <= view.north && north >= view.south;
	});
	return { ...drawing, features: inView };
}
