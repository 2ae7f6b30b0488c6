import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { planned } from '../../src/lib/server/volunteering/planning';
import { addPattern, addPost } from '../../src/lib/server/volunteering/posts';
import { schoolTerms, shiftRules } from '../../src/lib/server/volunteering/rules';
import { setShiftSetting } from '../../src/lib/server/volunteering/set-rules';
import { RulesForm, TermsForm } from '../../src/lib/volunteering/office-rules';
import { standardTerms } from '../../src/lib/volunteering/patterns';
import { standardRules } from '../../src/lib/volunteering/sign-up';
import { freshTown } from '../support/database';
import { inTown, people, shanghai, type Cast } from '../support/factories';

const noon = shanghai('2026-03-02 12:00');
let db: Db;
let who: Cast;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const typed = Object.fromEntries(
	Object.entries(standardRules).map(([name, value]) => [name, String(value)])
);

describe('the rules of shifts', () => {
	it('are the standard until the office chooses, and again when it wishes', async () => {
		expect(await shiftRules(db)).toEqual(standardRules);
		const chosen = v.parse(RulesForm, { ...typed, opensDays: '7' });
		await setShiftSetting(db, who.moderator, 'shift_rules', chosen, noon);
		expect(await shiftRules(db)).toEqual({ ...standardRules, opensDays: 7 });
		await setShiftSetting(db, who.moderator, 'shift_rules', null, noon);
		expect(await shiftRules(db)).toEqual(standardRules);
		expect(await auditOf(db, 'office:shift_rules')).toHaveLength(2);
	});

	it('refuse a number out of bounds beside its field', () => {
		const { issues = [] } = v.safeParse(RulesForm, { ...typed, cancelHours: '73', wayMinutes: '' });
		expect(issues.map(({ path }) => path?.[0]?.key).sort()).toEqual(['cancelHours', 'wayMinutes']);
	});

	it('are the desk’s to choose', async () => {
		await expect(
			setShiftSetting(db, who.resident, 'school_terms', null, noon)
		).rejects.toMatchObject({ reason: 'forbidden' });
	});
});

describe('the school terms', () => {
	const problems = (input: Record<string, string>) =>
		v.safeParse(TermsForm, input).issues?.map(({ path }) => path?.[0]?.key) ?? [];

	it('are whole rows of days that exist, at least one', () => {
		expect(v.parse(TermsForm, { from0: '09-01', to0: '01-15', from1: '', to1: '' })).toEqual({
			terms: [{ from: '09-01', to: '01-15' }]
		});
		expect(problems({ from0: '09-01', to0: '' })).toEqual(['to0']);
		expect(problems({ from0: '', to0: '' })).toEqual(['from0']);
		expect(problems({ from0: '02-30', to0: '03-01' })).toEqual(['from0']);
	});

	it('decide on which days a school has shifts', async () => {
		const post = {
			...{ ...inTown, name: '小学校门', kind: 'school_gate' as const, unitId: null },
			...{ task: '护送学生', kit: '', risks: '', hazardous: false, minimumAge: 14, insured: false }
		};
		const postId = await addPost(db, who.moderator, post, noon);
		const times = { start: 420, end: 480, least: 1, most: 2 };
		const year = { days: 'school_day' as const, seasonFrom: '01-01', seasonTo: '12-31' };
		await addPattern(db, who.moderator, { postId, ...times, ...year }, noon);
		const week = () => planned(db, '2026-03-09', '2026-03-15', noon);
		expect(await week()).toHaveLength(5);
		const autumn = [{ from: '09-01', to: '01-15' }];
		await setShiftSetting(db, who.moderator, 'school_terms', autumn, noon);
		expect(await week()).toEqual([]);
		await setShiftSetting(db, who.moderator, 'school_terms', null, noon);
		expect(await schoolTerms(db)).toEqual(standardTerms);
		expect(await week()).toHaveLength(5);
	});
});
