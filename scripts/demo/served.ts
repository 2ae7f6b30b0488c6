import type { Actor } from '../../src/lib/accounts/roles';
import { codeAt, keyFrom } from '../../src/lib/accounts/totp';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import type { Sealing } from '../../src/lib/server/sealing';
import { changeShift } from '../../src/lib/server/volunteering/changes';
import type { DissuasionCounts } from '../../src/lib/volunteering/dissuasions';
import { countDissuasions } from '../../src/lib/server/volunteering/dissuasions';
import { distanceHints } from '../../src/lib/server/volunteering/distance-hints';
import { act } from '../../src/lib/server/volunteering/on-site';
import { getShift, volunteerOf, type AskedRow } from '../../src/lib/server/volunteering/queries';
import { secretOf } from '../../src/lib/server/volunteering/shift-secrets';
import { signUp } from '../../src/lib/server/volunteering/sign-ups';
import type { ActInput } from '../../src/lib/volunteering/act-forms';
import type { LeadAct, VolunteerAct } from '../../src/lib/volunteering/acts';
import { minutesOf } from '../../src/lib/volunteering/desk-words';
import type { Chance } from './chance';

export type Team = { db: Db; seal: Sealing; random: Chance; moderator: Actor };

const notes = ['早高峰车多，大家都站在安全岛内', '雨天路滑，劝了几位没戴头盔的', '一切顺利', ''];

let sent = 0;
/** As a phone makes it; the same in each run. */
const keyAt = (at: number): string => {
	const time = Math.floor(at).toString(16).padStart(12, '0');
	const rest = (++sent).toString(16).padStart(12, '0');
	return `${time.slice(0, 8)}-${time.slice(8)}-7000-9000-${rest}`;
};

/** What is sent from the spot of one shift: by the number on the lead's phone, or in the lead's words. */
export async function onTheSpot({ db, seal }: Team, lead: Actor, shift: AskedRow) {
	const { secret } = await secretOf(db, seal, lead, shift, shift.startsAt - dayMs / 2);
	const deps = { seal, hints: distanceHints() };
	const send = (actor: Actor, input: ActInput) =>
		act(db, deps, actor, shift.code, keyAt(input.at), input, input.at);
	return {
		async byNumber(actor: Actor, name: VolunteerAct, at: number) {
			const digits = codeAt(keyFrom(secret), at);
			await send(actor, { act: name, digits, risks: false, at, sentAt: at });
		},
		async says(name: LeadAct, of: Actor | null, at: number, words = '') {
			const volunteer = of ? (await volunteerOf(db, of.accountId!))!.number : '';
			const said = { reason: '', words, risks: false, at, sentAt: at };
			await send(lead, { act: name, volunteer, ...said });
		},
		count: (actor: Actor, counts: DissuasionCounts, at: number) =>
			countDissuasions(db, actor, shift.code, keyAt(at), { counts, taps: 1 }, at)
	};
}

/** Gives a shift its lead, the day before. */
export async function ledBy({ db, moderator }: Team, code: string, lead: Actor): Promise<AskedRow> {
	const { postId, least, most, day, note, ...times } = await getShift(db, code);
	const form = { postId, least, most, day, note, ...minutesOf({ day, ...times }) };
	const asked = { ...form, leadId: lead.accountId };
	await changeShift(db, moderator, code, asked, times.startsAt - dayMs);
	return getShift(db, code);
}

/** A shift that is over: who signed up, who came and went by which means, what was counted. */
export async function serve(
	team: Team,
	code: string,
	lead: Actor,
	people: readonly Actor[],
	earliest: number
): Promise<void> {
	const { db, random } = team;
	const { startsAt, endsAt } = await getShift(db, code);
	const expected: Actor[] = [];
	for (const person of people) {
		const at = Math.max(earliest, startsAt - Math.floor(random.between(2.1, 5) * dayMs));
		if ((await signUp(db, person, code, { risks: true }, at)) === 'confirmed')
			expected.push(person);
	}
	const spot = await onTheSpot(team, lead, await ledBy(team, code, lead));
	for (const [n, person] of expected.entries()) {
		const fate = random.next();
		const came = startsAt + Math.floor(random.between(-6, 4) * minuteMs);
		// whoever is first always comes
		if (n > 0 && fate < 0.07) continue;
		if (fate > 0.9) {
			await spot.says('here', person, startsAt + 5 * minuteMs);
			continue;
		}
		await spot.byNumber(person, 'check_in', came);
		if (n > 0 && fate < 0.14) await spot.says('left', person, endsAt - 40 * minuteMs);
		else if (fate > 0.2) {
			await spot.byNumber(
				person,
				'check_out',
				endsAt + Math.floor(random.between(-3, 2) * minuteMs)
			);
		}
		if (n === 0) {
			const [red_light, no_helmet] = [random.whole(2, 14), random.whole(1, 9)];
			const counts = {
				red_light,
				no_helmet,
				over_line: random.whole(0, 6),
				parking: random.whole(0, 3)
			};
			await spot.count(person, counts, endsAt - 5 * minuteMs);
		}
	}
	const note = random.one(notes);
	if (note) await spot.says('note', null, endsAt, note);
	await spot.says('finish', null, endsAt + 3 * minuteMs);
}
