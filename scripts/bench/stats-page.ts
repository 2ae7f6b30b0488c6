import { client } from '../../tests/support/client';
import { startServer, type TestServer } from '../../tests/support/server';
import { timed } from './desks';
import { answers } from './estimating';
import { fillWave, slug } from './fill-wave';
import { compareWaits } from './series';
import type { Line } from './table';

const few = 1000;
/** The page that does least: words alone in the same frame, and no query. */
const bare = '/about';
const rounds = { series: 6, rounds: 40 };

/** /stats of the built server where a wave of 100,000 answers is published, and where one of 1,000 is. */
export async function statsPage(): Promise<Line[]> {
	const small = await published(few);
	const large = await published(answers);
	const wait =
		({ origin }: TestServer, what: string, path = what) =>
		async () => ({
			[what]: (await timed(() => fetch(origin + path))).time
		});
	try {
		const bySize = { here: wait(large, '/stats'), there: wait(small, '/stats') };
		const against = { here: wait(large, '/stats'), there: wait(large, '/stats', bare) };
		return [
			...(await compareWaits([bySize], { ...rounds, there: `of ${few}`, mostTimes: 1.3 })),
			...(await compareWaits([against], { ...rounds, there: bare }))
		];
	} finally {
		await small.stop();
		await large.stop();
	}
}

/** A server on which the office computed and published a wave with so many answers. */
async function published(many: number): Promise<TestServer> {
	const server = await startServer({
		env: { LOG_LEVEL: 'warn' },
		seed: (dir) => fillWave(dir, many)
	});
	const { origin } = server;
	const results = `/admin/surveys/${slug}/results`;
	const act = async (who: string, action: string, fields = {}) => {
		const staff = await client(origin).signIn(who);
		const { status } = await staff.post(`${results}?/${action}`, fields);
		if (status >= 400) throw new Error(`${who} could not ${action} the wave: ${status}`);
	};
	await act('moderator', 'compute', { weighting: 'none' });
	await act('moderator', 'ask');
	await act('supervisor', 'release');
	return server;
}
