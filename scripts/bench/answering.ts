import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { dayMs } from '../../src/lib/time/shanghai';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { sealing } from '../../src/lib/server/sealing';
import { answerOpen, openedAt } from '../../src/lib/server/surveys/answering';
import { addQuestionnaire } from '../../src/lib/server/surveys/questionnaires';
import { addWave, publishWave } from '../../src/lib/server/surveys/waves';
import { loadTown } from '../demo/load-town';
import { makePeople } from '../demo/people';
import { alternate, median, rateOf, ratio } from './rounds';
import { perSecond, times, type Line } from './table';

const answers = { aware_1: 0, support_1: 0, part_1: 0, sat_all: 0, sat_env: 1 };

/** Answers by an open link, next to as many bare INSERTs through the same client. */
export async function answering(): Promise<Line[]> {
	const dir = await mkdtemp(join(tmpdir(), 'tongxing-bench-'));
	const connection = connect(`file:${join(dir, 'answers.db')}`);
	const { db, client } = connection;
	try {
		await migrateDatabase(connection);
		const now = Date.now();
		await loadTown(db, now);
		const { moderator } = await makePeople(db, now);
		const form = { title: '基准', standard: true };
		const questionnaireId = await addQuestionnaire(db, moderator, form, now);
		const open = { opensAt: now - dayMs, closesAt: now + dayMs };
		const asked = { slug: 'bench', title: '基准', questionnaireId, mode: 'open' as const };
		const wave = await addWave(db, moderator, { ...asked, ...open }, now);
		await publishWave(db, moderator, wave.slug, now);
		const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });
		const opened = openedAt(seal, wave.id, now - 60_000);
		await client.execute('CREATE TABLE plain (id INTEGER PRIMARY KEY, wave, answers, device)');
		const insert = () =>
			client.execute('INSERT INTO plain (wave, answers, device) VALUES (?, ?, ?)', [
				wave.id,
				JSON.stringify(answers),
				uuidv7()
			]);
		const answer = () => answerOpen(db, seal, wave.slug, uuidv7(), { answers, opened }, now);
		const { bare, command } = await alternate({
			bare: () => rateOf(insert),
			command: () => rateOf(answer)
		});
		return [
			{ what: 'bare INSERT, each a transaction', figure: perSecond(median(bare)) },
			{
				what: 'answerOpen, one after the other',
				figure: perSecond(median(command)),
				against: `bare INSERT: ${times(ratio(command, bare))}`
			}
		];
	} finally {
		connection.close();
		await rm(dir, { recursive: true, force: true });
	}
}
