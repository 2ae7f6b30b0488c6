import * as v from 'valibot';
import { JoinForm } from './forms';
import { isMinor } from './posts';

const { ageBand, consent } = JoinForm.entries;
const answer = v.optional(v.string());

/** The page where one becomes a volunteer; the answers of the course are weighed after it is read. */
export const JoinPage = v.pipe(
	v.object({ ageBand, consent, red_light: answer, refused: answer, unsafe: answer }),
	v.forward(
		v.check(
			({ ageBand, consent }) => consent || !isMinor(ageBand),
			'未满 18 岁，请先征得监护人同意，再勾选这一项'
		),
		['consent']
	)
);
