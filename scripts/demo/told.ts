import { subscribe, unsubscribe } from '../../src/lib/server/notifications/subscriptions';
import { NotSent, type Means } from '../../src/lib/server/notifications/means';
import { sendDue } from '../../src/lib/server/notifications/send';
import { gridNames } from '../../src/lib/server/places/queries';
import { addWatch, tellDigests } from '../../src/lib/server/reports/commands/watches';
import { dayMs, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import type { Step, Town } from './life';

const days = 12;

/** The resident follows some things and has a browser that takes pushes, for the last days. */
export function toldSteps(town: Town, now: number): Step[] {
	const first = startOfDay(dayOf(now)) - days * dayMs;
	const step = (at: number, act: () => Promise<unknown>): Step => ({
		at,
		act: async () => {
			await act();
			return null;
		}
	});
	const steps = [step(first, () => begin(town, first))];
	for (let day = 0; day <= days; day++) {
		for (const hours of [8.1, 12, 12.1, 18, 21.5]) {
			const at = Math.round(first + day * dayMs + hours * hourMs);
			steps.push(step(at, () => send(town, at)));
		}
		const morning = first + day * dayMs + 8 * hourMs;
		steps.push(step(morning, () => tellDigests(town.db, morning)));
	}
	return steps;
}

async function begin({ db, cast }: Town, at: number) {
	const [near, far] = await gridNames(db);
	await addWatch(db, cast.resident, { grid: near!.code, group: null }, at);
	await addWatch(db, cast.resident, { grid: far!.code, group: 'traffic' }, at);
	await addWatch(db, cast.resident, { grid: null, group: 'sanitation' }, at);
	const keys = { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) };
	const endpoint = 'https://updates.push.services.mozilla.com/wpush/v2/demo';
	await subscribe(db, cast.resident, { endpoint, keys }, () => true, at);
}

// nothing leaves the house: a demo has no browser behind it
async function send({ db, seal, random }: Town, at: number) {
	const means: Means = {
		origin: '',
		allowed: () => true,
		message: null,
		push: async () => {
			if (random.happens(0.3)) throw new NotSent('推送服务回答 503');
			return 'sent';
		}
	};
	await sendDue(db, seal, means, at);
}

/** Before the site opens: that browser is not really there. */
export const letGoOfBrowsers = ({ db, cast }: Town, now: number) =>
	unsubscribe(db, cast.resident, 'all', now);
