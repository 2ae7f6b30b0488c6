import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs } from '../../src/lib/time/shanghai';
import { eraseOwn, exportOwn } from '../../src/lib/server/accounts/own-data';
import { diskStore } from '../../src/lib/server/photos/store';
import { removeStrayPictures } from '../../src/lib/server/reports/commands/retention';
import { runDueRetention } from '../../src/lib/server/retention/run';
import {
	putTeamPhoto,
	teamPhotoFor,
	withdrawTeamPhoto
} from '../../src/lib/server/volunteering/team-photo';
import { ends, onSite, starts, type Spot } from '../support/on-site';
import { seal } from '../support/factories';
import { jpegPhoto } from '../support/pictures';

let spot: Spot;
let there: Actor;
let away: Actor;
let folder: string;
let storage: ReturnType<typeof diskStore>;

beforeEach(async () => {
	spot = await onSite();
	[there, away] = (await spot.signedUp(2)) as [Actor, Actor];
	await spot.checkIn(there, starts);
	folder = mkdtempSync(join(tmpdir(), 'tongxing-team-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	storage = diskStore(folder);
});

async function put({ actor = spot.lead, agreed = true, seed = 1 } = {}) {
	const bytes = new Uint8Array(await jpegPhoto(640, 480, seed));
	return putTeamPhoto(spot.db, storage, actor, spot.code, { bytes, agreed }, ends);
}
const files = () =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.jpg')
	);
const seenBy = (actor: Actor) => teamPhotoFor(spot.db, actor, spot.code);
const shown = async () => (await spot.kitAt(ends)).photo;

describe('the picture of a team', () => {
	it('is put by the lead, when all agreed, and a second one takes its place', async () => {
		await expect(put({ agreed: false })).rejects.toMatchObject({ reason: 'invalid' });
		await expect(put({ actor: there })).rejects.toMatchObject({ reason: 'forbidden' });
		const src = `/photos/team/${spot.code}`;
		expect(await put()).toEqual({ src, width: 640, height: 480 });
		const [first] = files();
		await put({ seed: 2 });
		expect(files()).toHaveLength(1);
		expect(files()).not.toContain(first);
		expect(await shown()).toEqual({ src, width: 640, height: 480 });
	});

	it('is seen by the lead, the office and whoever was there, and by nobody else', async () => {
		await put();
		const sha256 = await seenBy(there);
		for (const actor of [spot.lead, spot.who.moderator]) expect(await seenBy(actor)).toBe(sha256);
		for (const actor of [away, spot.who.checker, { ...there, accountId: null }]) {
			await expect(seenBy(actor)).rejects.toMatchObject({ reason: 'missing' });
		}
	});

	it('is taken back by anyone who is on it, and gone at once', async () => {
		await put();
		const withdraw = (actor: Actor) => withdrawTeamPhoto(spot.db, storage, actor, spot.code, ends);
		await expect(withdraw(away)).rejects.toMatchObject({ reason: 'missing' });
		await withdraw(there);
		expect(files()).toEqual([]);
		expect(await shown()).toBeNull();
		await expect(withdraw(there)).rejects.toMatchObject({ reason: 'missing' });
	});

	it('stays while it is wanted, and goes a year after the shift', async () => {
		await put();
		const soon = Date.now() + dayMs;
		await removeStrayPictures(spot.db, storage, soon);
		expect(files()).toHaveLength(1);
		await runDueRetention(spot.db, ends + 365 * dayMs);
		expect(await seenBy(there)).toBeTruthy();
		await runDueRetention(spot.db, ends + 365 * dayMs + 1);
		await removeStrayPictures(spot.db, storage, soon);
		expect(files()).toEqual([]);
		expect(await shown()).toBeNull();
	});

	it('goes with whoever closes their account; that they served stays, without their words', async () => {
		await put();
		await spot.says('left', there, ends - 60_000, { reason: '接孩子' });
		await eraseOwn(spot.db, storage, seal, there, ends);
		expect(await shown()).toBeNull();
		const kept = await spot.everythingKept();
		expect(kept).not.toContain('接孩子');
		expect(await spot.sumOf(there)).toBe(119);
		expect((await spot.kitAt(ends)).people.map(({ number }) => number)).toEqual([
			await spot.numberOf(away)
		]);
	});
});

it('one’s own data tell when one came and went, and all that was said of it', async () => {
	await spot.says('left', there, ends - 60_000, { reason: '接孩子' });
	const decoder = new TextDecoder();
	let json = '';
	for await (const { name, bytes } of await exportOwn(spot.db, storage, seal, there, ends)) {
		if (name === 'data.json') json = decoder.decode(bytes);
	}
	expect(JSON.parse(json).service.onSite).toMatchObject({
		presence: [{ shift: spot.code, checkedInAt: new Date(starts).toISOString(), leftBy: 'word' }],
		acts: [
			{ act: 'check_in', by: 'volunteer', answer: 'done' },
			{ act: 'left', by: 'lead', reason: '接孩子' }
		]
	});
});
