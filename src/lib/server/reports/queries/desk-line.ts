import { reports } from '../schema';
import { units } from '../../places/schema';
import { firstPhotoKey } from './first-photo';

/** The columns of one `DeskLine`, from reports beside their units. */
export const deskLineColumns = {
	code: reports.code,
	category: reports.category,
	urgent: reports.urgent,
	description: reports.description,
	placeName: reports.placeName,
	address: reports.address,
	state: reports.state,
	submittedAt: reports.submittedAt,
	dueAt: reports.dueAt,
	dueSoonAt: reports.dueSoonAt,
	reworkCount: reports.reworkCount,
	incomplete: reports.incomplete,
	outside: reports.outside,
	gap: reports.gap,
	overdue: reports.overdue,
	excused: reports.excused,
	supervision: reports.supervision,
	supervisedUntil: reports.supervisedUntil,
	urgeCount: reports.urgeCount,
	repeatOfId: reports.repeatOfId,
	releasedAt: reports.releasedAt,
	supportCount: reports.supportCount,
	unit: units.name,
	photoKey: firstPhotoKey
} as const;
