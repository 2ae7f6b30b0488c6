/** How many reports come in on the day. */
export const many = 60;
export const numbers = Array.from({ length: many }, (_, n) => n);

/** What becomes of whom, by the number in which it was sent. The others are handled and closed. */
export const erased = 0;
export const rejected = [1, 2, 3, 4];
export const [foundThere, notThere, stillOut, backInQueue] = [5, 6, 7, 8] as const;
export const twin = 9;
export const target = 10;
export const byKeyboard = numbers.slice(1, 14);
export const [sentOn, sentBack, sentOnLater] = [19, 20, 21] as const;
export const [failedByHand, failedOnce, stillFailed] = [24, 25, 26] as const;
export const [asking, supervised] = [49, 50] as const;
const handedIn = [51, 52, 53];
const unsigned = [54, 55, 56];
export const signed = [57, 58, 59];

/** How the day ends for the nth, by what was done with it. */
export function endOf(n: number): string {
	if (rejected.includes(n) || n === notThere) return '不予受理';
	if (n === stillOut) return '待核实';
	if (n === backInQueue) return '待受理';
	if (n === twin) return '已并案';
	if (n === sentBack) return '已退回';
	if (n === stillFailed) return '返工';
	if (handedIn.includes(n)) return '待核查';
	if (unsigned.includes(n)) return '已派遣';
	if (n === asking || n === supervised || signed.includes(n)) return '处置中';
	return '已结案';
}
export const handled = numbers.filter((n) => ['已结案', '待核查', '返工'].includes(endOf(n)));
export const closed = numbers.filter((n) => endOf(n) === '已结案');
