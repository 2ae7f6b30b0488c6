import * as v from 'valibot';
import { isSpot } from './hot-spots';

const spot = v.pipe(v.string('没有这个热点'), v.check(isSpot, '没有这个热点'));

export const SetAside = v.object({
	spot,
	reason: v.pipe(
		v.string('请写明为什么'),
		v.trim(),
		v.minLength(1, '请写明为什么'),
		v.maxLength(100, '最多 100 字')
	)
});
export const BringBack = v.object({ spot });
