import { rejectReasonNames, type RejectReason } from './workflow';

/** What the triage view does on a key, a button or a touch. */
export type TriageCommand =
	| { do: 'next' | 'previous' | 'accept' | 'verify' | 'photo' | 'undo' | 'take_over' }
	| { do: 'search' | 'help' | 'open' | 'select' }
	| { do: 'reject'; reason: RejectReason }
	| { do: 'merge'; nth: number };

/** A key that waits for its number. */
export type Pending = 'reject' | 'merge' | null;

type Single = Exclude<TriageCommand['do'], 'reject' | 'merge'>;
type Key = { key: string; label: string } & ({ does: Single } | { waits: Exclude<Pending, null> });

/** The keys in the order in which `?` lists them. */
export const triageKeys = [
	{ key: 'j', does: 'next', label: '下一件' },
	{ key: 'k', does: 'previous', label: '上一件' },
	{ key: 'a', does: 'accept', label: '受理，按建议派遣；劝导线索和点赞是登记' },
	{ key: 'r', waits: 'reject', label: '不予受理，再按理由的数字' },
	{ key: 'm', waits: 'merge', label: '并入附近的案件，再按它的数字' },
	{ key: 'v', does: 'verify', label: '派人核实' },
	{ key: 'p', does: 'photo', label: '到下一张未决定的照片；回车遮挡，Tab 选原样公开或不公开' },
	{ key: 'u', does: 'undo', label: '撤销上一项，10 秒内' },
	{ key: 't', does: 'take_over', label: '接手同事正在办的' },
	{ key: 'x', does: 'select', label: '选中这件，留待批量办理' },
	{ key: 'o', does: 'open', label: '打开案卷' },
	{ key: '/', does: 'search', label: '按编号查找' },
	{ key: '?', does: 'help', label: '列出按键' }
] as const satisfies readonly Key[];

export type Read = { pending: Pending; command?: TriageCommand };

/**
 * What a key means after the ones before it. A number only counts behind `r` or `m`; any other key
 * there begins anew. `merges`: how many there are to merge into.
 */
export function readKey(pending: Pending, key: string, merges: number): Read | null {
	const digit = /^[1-9]$/.test(key) ? Number(key) : null;
	if (pending !== null && digit !== null) {
		const reason = rejectReasonNames[digit - 1];
		if (pending === 'reject' && reason) return { pending: null, command: { do: 'reject', reason } };
		if (pending === 'merge' && digit <= merges) {
			return { pending: null, command: { do: 'merge', nth: digit } };
		}
		return { pending };
	}
	if (key === 'Escape') return pending === null ? null : { pending: null };
	const found: Key | undefined = triageKeys.find((known) => known.key === key.toLowerCase());
	if (!found) return null;
	return 'waits' in found
		? { pending: found.waits }
		: { pending: null, command: { do: found.does } };
}
