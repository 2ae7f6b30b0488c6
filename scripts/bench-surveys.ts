import { answering } from './bench/answering';
import { answers, estimating } from './bench/estimating';
import { questions } from './bench/fill-wave';
import { assertParts, listOf, measureParts, type Parts } from './bench/parts';
import { statsPage } from './bench/stats-page';
import { script } from './lib/cli.js';
import { ensureBuilt } from './setup.js';

const many = answers.toLocaleString('en');

const parts: Parts = {
	estimate: {
		about: `a wave of ${many} answers to ${questions} questions, in a process of its own`,
		measure: estimating
	},
	answers: { about: 'answers accepted by an open link', measure: answering },
	stats: { about: `/stats over HTTP with a wave of ${many} answers`, measure: statsPage }
};

const usage = `
Usage: npm run bench:surveys [-- PART …]

Prints how long a large wave takes to be estimated and how much memory the whole process needs, how many
answers are accepted in a second, and what visitors wait for at /stats. What is compared takes its turn in
each round. Builds the site when the sources changed, makes its databases in temporary folders and removes
them. About three minutes on two cores that have nothing else to do.

${listOf(parts)}
`;

await script(import.meta.url, usage, async (wanted) => {
	assertParts(parts, wanted);
	if (wanted.length === 0 || wanted.includes('stats')) await ensureBuilt();
	await measureParts(parts, wanted, undefined);
});
