import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../refusal';

/** How often each thing may be done, by whom it counts. Mobile networks share addresses. */
const rules = {
	report: { points: 20, duration: 600, sentence: '上报太频繁' },
	reportFromAddress: { points: 300, duration: 600, sentence: '这个网络上报太频繁' },
	field: { points: 300, duration: 600, sentence: '提交太频繁' },
	onSite: { points: 300, duration: 600, sentence: '提交太频繁' },
	photo: { points: 200, duration: 600, sentence: '上传太频繁' },
	survey: { points: 120, duration: 600, sentence: '这个网络提交答卷太频繁' },
	near: { points: 300, duration: 600, sentence: '这个网络查询太频繁' },
	support: { points: 60, duration: 600, sentence: '点得太频繁' },
	supportFromAddress: { points: 150, duration: 600, sentence: '这个网络点得太频繁' },
	signIn: { points: 300, duration: 600, sentence: '这个网络登录太频繁' },
	sendCode: { points: 60, duration: 600, sentence: '这个网络获取验证码太频繁' },
	calendar: { points: 600, duration: 600, sentence: '这个网络读取日历太频繁' },
	push: { points: 30, duration: 600, sentence: '推送开关得太频繁' },
	verify: { points: 120, duration: 600, sentence: '这个网络查验得太频繁' },
	mend: { points: 60, duration: 600, sentence: '修改太频繁' },
	takedown: { points: 10, duration: 3600, sentence: '这个网络提交请求太频繁' },
	openContact: { points: 30, duration: 3600, sentence: '查看联系方式太频繁' },
	codesToPhone: { points: 10, duration: 86_400, sentence: '这个号码今天的验证码已用完' }
} as const;

const limiters = Object.fromEntries(
	Object.entries(rules).map(([name, { points, duration }]) => [
		name,
		new RateLimiterMemory({ keyPrefix: name, points, duration })
	])
) as Record<keyof typeof rules, RateLimiterMemory>;

/** @throws Refusal('limited') with the seconds to wait */
export async function limit(rule: keyof typeof rules, who: string): Promise<void> {
	try {
		await limiters[rule].consume(who);
	} catch (refused) {
		if (!(refused instanceof RateLimiterRes)) throw refused;
		const seconds = Math.ceil(refused.msBeforeNext / 1000);
		const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} 分钟` : `${seconds} 秒`;
		throw new Refusal('limited', `${rules[rule].sentence}，请 ${wait}后再试`, undefined, seconds);
	}
}
