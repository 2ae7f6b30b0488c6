import type { Actor } from '../../src/lib/accounts/roles';
import { guest } from '../../src/lib/accounts/roles';
import { supportReport } from '../../src/lib/server/reports/commands/support';
import { getReport, tiesTo } from '../../src/lib/server/reports/queries/casework';
import { sha256 } from '../../src/lib/server/sealing';
import type { Town } from './life';

/** Some troubles are seen by many, most by nobody else who says so. */
const shareSeen = 0.35;
const phones = 40;

/** Neighbours, signed in or not, say 我也看到 of a report that was just released. */
export async function seenByOthers({ db, cast, crowd }: Town, code: string, at: number) {
	if (!crowd.happens(shareSeen)) return;
	const many = 1 + Math.floor(crowd.next() ** 3 * 16);
	const { id } = await getReport(db, code);
	for (let i = 0; i < many; i++) {
		const neighbour = crowd.happens(0.4) ? crowd.one(cast.neighbours) : null;
		const phone = crowd.whole(1, phones);
		if (neighbour && (await tiesTo(db, neighbour, id)).reporter) continue;
		await supportReport(db, neighbour ?? guest, code, deviceFor(neighbour, phone), at + i);
	}
}

/** One passer-by adds a photo, which then waits for a moderator. */
export async function photographedToo(town: Town, code: string, n: number, at: number) {
	const { category } = await getReport(town.db, code);
	const photo = await town.picture(category, n + 1, 'before');
	const device = deviceFor(null, phones + n);
	await supportReport(town.db, guest, code, { ...device, photos: [photo] }, at);
}

const deviceFor = (account: Actor | null, phone: number) => ({
	device: account ? null : sha256(`demo phone ${phone}`)
});
