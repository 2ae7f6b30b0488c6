import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { listUnits } from '../../src/lib/server/places/queries';
import {
	changeAssists,
	dispatchToFive,
	noteAssist
} from '../../src/lib/server/reports/commands/assists-commands';
import {
	acknowledgeReport,
	feedBack,
	returnReport
} from '../../src/lib/server/reports/commands/handling';
import { acceptReport, dispatchReport } from '../../src/lib/server/reports/commands/triage';
import { assistedBy, assistsOf } from '../../src/lib/server/reports/queries/assists';
import { getReport, photosOf } from '../../src/lib/server/reports/queries/casework';
import { unitWork } from '../../src/lib/server/reports/queries/field';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { publicReport } from '../../src/lib/server/reports/queries/ledger';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { freshTown } from '../support/database';
import {
	account,
	garbage,
	lawfully,
	monday,
	people,
	photo,
	released,
	submitted,
	type People
} from '../support/factories';

/** On 青禾大街, which has its five. */
const onTheStreet = { lat: 35.581362, lng: 118.8365 };

let db: Db;
let who: People;
let code: string;
const units = new Map<string, number>();
beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	for (const { code, id } of await listUnits(db)) units.set(code, id);
	({ code } = await submitted(db, who.resident, onTheStreet));
	await acceptReport(db, who.moderator, code, { category: garbage }, monday);
});

const handlerOf = (unit: string) => account(db, 'unit_handler', units.get(unit)!);
const helping = async () =>
	(await assistsOf(db, (await getReport(db, code)).id)).map(({ unitId }) => unitId);
const dispatched = (lead: string, ...assists: string[]) =>
	dispatchReport(
		db,
		who.moderator,
		code,
		{ unitId: units.get(lead)!, ...lawfully, assists: assists.map((name) => units.get(name)!) },
		monday
	);
const titles = async (actor: Actor) =>
	(await readInbox(db, actor.accountId!)).map(({ title }) => title);

describe('one action to the five of a street', () => {
	it('gives the case to the unit of the duty, and each of the others is told that it assists', async () => {
		const [lead, police, market] = [
			await handlerOf('hwzx'),
			await handlerOf('jjdd'),
			await handlerOf('scjg')
		];
		await dispatchToFive(db, who.moderator, code, { lead: null, note: '' }, monday);
		expect((await getReport(db, code)).unitId).toBe(units.get('hwzx'));
		expect(await helping()).toHaveLength(4);
		expect(await helping()).not.toContain(units.get('hwzx'));
		expect(await titles(lead)).toEqual(['有新派遣的案件']);
		expect(await titles(police)).toEqual(['请协办一件']);
		expect(await titles(market)).toEqual(['请协办一件']);
		const [card] = await assistedBy(db, units.get('jjdd')!);
		expect(card).toMatchObject({ code, lead: '环卫服务中心' });
	});

	it('lets the moderator choose another of them to lead, and nobody else', async () => {
		const ask = (unit: string) =>
			dispatchToFive(db, who.moderator, code, { lead: units.get(unit)!, note: '' }, monday);
		await expect(ask('swj')).rejects.toMatchObject({ reason: 'invalid' });
		expect((await getReport(db, code)).state).toBe('filed');
		await ask('zhzf');
		expect(await getReport(db, code)).toMatchObject({
			unitId: units.get('zhzf'),
			basis: 'assigned'
		});
		expect(await helping()).toContain(units.get('hwzx'));
	});

	it('is refused where no street has its five', async () => {
		const far = await submitted(db, guest, { lat: 35.5952, lng: 118.8185 });
		await acceptReport(db, who.moderator, far.code, { category: garbage }, monday);
		await expect(
			dispatchToFive(db, who.moderator, far.code, { lead: null, note: '' }, monday)
		).rejects.toMatchObject({ reason: 'conflict' });
	});
});

describe('a unit that assists', () => {
	it('sees the case and its photos, and no other unit does', async () => {
		await dispatched('hwzx', 'jjdd');
		const [helper, other] = [await handlerOf('jjdd'), await handlerOf('swj')];
		expect(await fieldCase(db, helper, code)).toMatchObject({
			unit: '环卫服务中心',
			assists: ['交警大队'],
			assisting: true,
			offered: ['assist_note']
		});
		await expect(fieldCase(db, other, code)).rejects.toMatchObject({ reason: 'forbidden' });
		const [taken] = await photosOf(db, (await getReport(db, code)).id);
		const { key } = taken!;
		expect((await photoFor(db, helper, key, 'original')).everyone).toBe(false);
		await expect(photoFor(db, other, key, 'original')).rejects.toMatchObject({ reason: 'missing' });
	});

	it('may say something, which the lead hears, and do nothing that is the lead’s', async () => {
		await dispatched('hwzx', 'jjdd');
		const [lead, helper] = [await handlerOf('hwzx'), await handlerOf('jjdd')];
		await noteAssist(db, helper, code, { reason: '车已拖走' }, monday);
		expect(await titles(lead)).toContain('协办单位有说明');
		const { history } = await fieldCase(db, lead, code);
		expect(history.at(-1)?.note).toBe('交警大队：车已拖走');
		const forbidden = { reason: 'forbidden' };
		await expect(acknowledgeReport(db, helper, code, monday)).rejects.toMatchObject(forbidden);
		await expect(returnReport(db, helper, code, { reason: '不是' }, monday)).rejects.toMatchObject(
			forbidden
		);
		await acknowledgeReport(db, lead, code, monday);
		await expect(
			feedBack(db, helper, code, { note: '好了' }, [photo()], monday)
		).rejects.toMatchObject(forbidden);
		await expect(
			noteAssist(db, await handlerOf('swj'), code, { reason: '路过' }, monday)
		).rejects.toMatchObject(forbidden);
		await expect(noteAssist(db, lead, code, { reason: '我' }, monday)).rejects.toMatchObject(
			forbidden
		);
	});

	it('has none of the case among its own, so that no limit counts against it', async () => {
		await dispatched('hwzx', 'jjdd');
		const work = await unitWork(db, units.get('jjdd')!, monday);
		expect([work.toAcknowledge.all, work.atWork.all]).toEqual([0, 0]);
	});

	it('that is no longer chosen sees it no more; who stays is not told again', async () => {
		await dispatched('hwzx', 'jjdd', 'scjg');
		const [police, market] = [await handlerOf('jjdd'), await handlerOf('scjg')];
		await changeAssists(db, who.moderator, code, [units.get('scjg')!, units.get('swj')!], monday);
		await expect(fieldCase(db, police, code)).rejects.toMatchObject({ reason: 'forbidden' });
		expect(await titles(market)).toEqual([]);
		await expect(
			changeAssists(db, who.handler, code, [units.get('swj')!], monday)
		).rejects.toMatchObject({ reason: 'forbidden' });
	});
});

describe('the public journey', () => {
	it('names who leads and who assists', async () => {
		await dispatched('hwzx', 'jjdd');
		await released(db, who, code, monday);
		const { report } = await publicReport(db, guest, code);
		expect(report).toMatchObject({ unit: '环卫服务中心', assists: ['交警大队'] });
		expect(report.journey.at(-1)?.note).toBe('牵头：环卫服务中心，协办：交警大队');
	});
});
