import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Answers } from '../../surveys/answers';
import type { Flag } from '../../surveys/estimate/flags';
import type { MarginRow } from '../../surveys/margins';
import type { Questionnaire } from '../../surveys/questions';
import type { HandlingRatings, WaveResult } from '../../surveys/results';
import { outcomeNames, waveModeNames, waveStateNames, type Outcome } from '../../surveys/waves';
import { accounts } from '../accounts/schema';
import { grids } from '../places/schema';

/** Each version is a row; once a wave is published with it, it never changes. */
export const questionnaires = sqliteTable(
	'questionnaires',
	{
		id: integer().primaryKey(),
		/** The same for all versions of one questionnaire. */
		family: text().notNull(),
		version: integer().notNull(),
		content: text({ mode: 'json' }).$type<Questionnaire>().notNull(),
		frozenAt: integer()
	},
	(t) => [uniqueIndex('questionnaires_version').on(t.family, t.version)]
);

/** 人口数: the people of the town by age band, sex and township. */
export const margins = sqliteTable('survey_margins', {
	id: integer().primaryKey(),
	name: text().notNull(),
	rows: text({ mode: 'json' }).$type<MarginRow[]>().notNull(),
	at: integer().notNull()
});

export const waves = sqliteTable(
	'waves',
	{
		id: integer().primaryKey(),
		slug: text().notNull().unique(),
		title: text().notNull(),
		questionnaireId: integer()
			.notNull()
			.references(() => questionnaires.id),
		mode: text({ enum: waveModeNames }).notNull(),
		opensAt: integer().notNull(),
		closesAt: integer().notNull(),
		state: text({ enum: waveStateNames }).notNull(),
		/** Random, for the marks of devices; gone when the wave is closed, and the marks with it. */
		salt: text(),
		/** Published, so that anybody can draw the sample again. */
		seed: integer(),
		closedAt: integer(),
		releaseAskedById: integer().references(() => accounts.id),
		releasedById: integer().references(() => accounts.id),
		releasedAt: integer(),
		/** When the answers themselves were erased; the figures stay. */
		erasedAt: integer()
	},
	(t) => [index('waves_state').on(t.state, t.opensAt), index('waves_closed').on(t.closedAt)]
);

/**
 * What is known of a letter: that it was made and, while the wave runs, on which day it was used. Nothing
 * here and nothing in `responses` says which answers came with it: no id is shared, and the order of both
 * is random. For whom it is was on the paper, or went out with the message, and is nowhere here.
 */
export const invitations = sqliteTable(
	'invitations',
	{
		/** SHA-256 of the token, cut to an integer: rows lie in an order that says nothing. */
		id: integer().primaryKey(),
		tokenHash: text().notNull().unique(),
		waveId: integer()
			.notNull()
			.references(() => waves.id),
		/** Of Shanghai, on which it was used; emptied when the wave is closed. */
		spentDay: text(),
		/** Of a drawn household, as long as nobody has answered and the wave runs; then emptied. */
		gridId: integer().references(() => grids.id)
	},
	(t) => [index('invitations_wave').on(t.waveId, t.spentDay)]
);

export const responses = sqliteTable(
	'responses',
	{
		/** Random: the order of the rows is not the order of answering. No time is kept at all. */
		id: integer().primaryKey(),
		waveId: integer()
			.notNull()
			.references(() => waves.id),
		answers: text({ mode: 'json' }).$type<Answers>().notNull(),
		/** From the server's own signed opening to sending; null where that is not known. */
		seconds: integer(),
		/** Of one device within one wave; emptied at closing. */
		deviceMark: text(),
		age: text(),
		sex: text(),
		town: text(),
		/** Where a drawn household lives, and by whom a visited one was asked. */
		gridId: integer().references(() => grids.id),
		enumeratorId: integer().references(() => accounts.id),
		/** 1 over the chance to be drawn, and what the margins made of it. */
		baseWeight: real().notNull().default(1),
		weight: real(),
		flags: text({ mode: 'json' }).$type<Flag[]>().notNull().default([]),
		/** A reviewer's word; figures are computed with and without. */
		setAside: integer({ mode: 'boolean' }).notNull().default(false),
		setAsideWhy: text().notNull().default(''),
		/** Arrived after the end from a phone that had no network. */
		late: integer({ mode: 'boolean' }).notNull().default(false)
	},
	(t) => [
		index('responses_wave').on(t.waveId),
		uniqueIndex('responses_device').on(t.waveId, t.deviceMark)
	]
);

/** The sample frame of a wave that draws its households. */
export const frameGrids = sqliteTable(
	'frame_grids',
	{
		id: integer().primaryKey(),
		waveId: integer()
			.notNull()
			.references(() => waves.id),
		gridId: integer()
			.notNull()
			.references(() => grids.id),
		households: integer().notNull(),
		drawn: integer({ mode: 'boolean' }).notNull().default(false),
		/** 1 over the chance of a household of it to be drawn. */
		weight: real(),
		/** Of letters: how many, how many came back because nobody lives there, and how many as not found. */
		letters: integer().notNull().default(0),
		vacant: integer().notNull().default(0),
		notFound: integer().notNull().default(0)
	},
	(t) => [uniqueIndex('frame_grids_wave').on(t.waveId, t.gridId)]
);

export type Call = { day: string; outcome: Outcome };

/** An address that was drawn, and what came of going there; not what was answered. */
export const visits = sqliteTable(
	'visits',
	{
		id: integer().primaryKey(),
		code: text().notNull().unique(),
		waveId: integer()
			.notNull()
			.references(() => waves.id),
		gridId: integer()
			.notNull()
			.references(() => grids.id),
		/** In the grid's register of households, from 1. */
		household: integer().notNull(),
		enumeratorId: integer().references(() => accounts.id),
		outcome: text({ enum: outcomeNames }).notNull().default('pending'),
		calls: text({ mode: 'json' }).$type<Call[]>().notNull().default([])
	},
	(t) => [
		index('visits_wave').on(t.waveId, t.enumeratorId),
		index('visits_enumerator').on(t.enumeratorId, t.outcome)
	]
);

/** What came in from enumerators' phones, so that nothing counts twice. */
export const visitSends = sqliteTable(
	'visit_sends',
	{
		key: text().primaryKey(),
		visitId: integer()
			.notNull()
			.references(() => visits.id),
		/** HMAC of what was sent under the wave's salt: with the salt gone it matches no answers. */
		mark: text().notNull()
	},
	(t) => [index('visit_sends_visit').on(t.visitId)]
);

/** What was computed of a closed wave; pages show this and compute nothing. */
export const waveResults = sqliteTable('wave_results', {
	waveId: integer()
		.primaryKey()
		.references(() => waves.id),
	computedAt: integer().notNull(),
	result: text({ mode: 'json' }).$type<WaveResult>().notNull(),
	/** Ratings of handled reports up to the closing; shown beside, never inside. */
	handling: text({ mode: 'json' }).$type<HandlingRatings>()
});
