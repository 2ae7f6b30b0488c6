import { join } from 'node:path';
import * as v from 'valibot';
import { mapProblems, mapSettings } from './map-base';

const optional = v.optional(v.string(), '');
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65535));

/** Every setting, read from the environment: what it is checked against, its default, a sentence. */
export const settings = {
	APP_MODE: {
		schema: v.picklist(['production', 'demo', 'development', 'test']),
		fallback: 'production',
		about: '运行方式：production 正式、demo 演示、development 开发、test 测试',
		mend: '只能是 production、demo、development 或 test'
	},
	DATA_DIR: {
		schema: v.pipe(v.string(), v.minLength(1)),
		fallback: 'data',
		about: '数据库、照片和密钥所在的文件夹，须定期备份',
		mend: '请填一个文件夹路径'
	},
	DATABASE_URL: {
		schema: v.pipe(v.string(), v.regex(/^$|^(file|libsql|https?|wss?):/)),
		fallback: '',
		about: '数据库地址；空着用 DATA_DIR 里的文件，或填 libsql://… 服务器',
		mend: '请以 file:、libsql: 或 https: 开头'
	},
	DATABASE_AUTH_TOKEN: {
		schema: optional,
		fallback: '',
		about: 'libSQL 服务器的访问令牌',
		mend: ''
	},
	HOST: { schema: v.string(), fallback: '0.0.0.0', about: '监听的地址', mend: '' },
	PORT: { schema: port, fallback: '3000', about: '监听的端口', mend: '请填 0 到 65535 的数字' },
	ORIGIN: {
		schema: v.pipe(v.string(), v.regex(/^$|^https?:\/\/[^/]+$/)),
		fallback: '',
		required: true,
		about: '居民访问的网址，例如 https://wenming.example.gov.cn',
		mend: '请填完整网址，不带末尾的斜杠'
	},
	TOWN_NAME: {
		schema: v.string(),
		fallback: '',
		required: true,
		about: '城市或县的名称，显示在每页顶部',
		mend: ''
	},
	OPERATOR_NAME: {
		schema: v.string(),
		fallback: '',
		required: true,
		about: '主办单位，显示在每页底部',
		mend: ''
	},
	OFFICE_PHONE: {
		schema: v.pipe(v.string(), v.regex(/^$|^[\d-]{3,20}$/)),
		fallback: '',
		about: '文明办的电话，居民可一键拨打',
		mend: '请只填数字和短横'
	},
	SMS_HOOK_URL: {
		schema: v.pipe(v.string(), v.regex(/^$|^off$|^https?:\/\//)),
		fallback: '',
		required: true,
		about: '发送短信验证码的 HTTP 接口；填 off 则关闭居民手机登录',
		mend: '请填网址，或填 off'
	},
	SMS_HOOK_TOKEN: { schema: optional, fallback: '', about: '短信接口的访问令牌', mend: '' },
	NOTICE_HOOK_URL: {
		schema: v.pipe(v.string(), v.regex(/^$|^https?:\/\//)),
		fallback: '',
		about: '发送进展短信或公众号消息的 HTTP 接口；空着则只有站内消息和浏览器推送',
		mend: '请填网址，或空着'
	},
	NOTICE_HOOK_TOKEN: { schema: optional, fallback: '', about: '进展消息接口的访问令牌', mend: '' },
	PUSH_HOSTS: {
		schema: v.pipe(v.string(), v.regex(/^$|^(\*\.)?[a-z0-9.-]+(,\s*(\*\.)?[a-z0-9.-]+)*$/)),
		fallback: '',
		about: '在常见浏览器之外，还允许哪些推送服务的主机，逗号分隔',
		mend: '请填主机名，用逗号分隔，不带 https://'
	},
	VAPID_PUBLIC_KEY: {
		schema: v.pipe(v.string(), v.regex(/^$|^B[\w-]{86}$/)),
		fallback: '',
		about: '浏览器推送的公钥；空着则首次启动时生成并存入 DATA_DIR',
		mend: '请填 87 位 base64url，并和 VAPID_PRIVATE_KEY 一起填'
	},
	VAPID_PRIVATE_KEY: {
		schema: v.pipe(v.string(), v.regex(/^$|^[\w-]{43}$/)),
		fallback: '',
		about: '浏览器推送的私钥；换了密钥，居民要重新打开推送',
		mend: '请填 43 位 base64url，并和 VAPID_PUBLIC_KEY 一起填'
	},
	ICP_NUMBER: { schema: optional, fallback: '', about: 'ICP 备案号，显示在页脚', mend: '' },
	POLICE_FILING: { schema: optional, fallback: '', about: '公安备案号，显示在页脚', mend: '' },
	...mapSettings,
	MAP_APPROVAL: { schema: optional, fallback: '', about: '审图号，显示在地图左下角', mend: '' },
	MAP_SOURCE: { schema: optional, fallback: '', about: '地图数据的来源', mend: '' },
	SECRET_KEY: {
		schema: v.pipe(v.string(), v.regex(/^$|^[0-9a-f]{64}$/)),
		fallback: '',
		about: '签名和盲索引的密钥（64 位十六进制）；空着则首次启动时生成并存入 DATA_DIR',
		mend: '请填 64 位十六进制'
	},
	SEAL_KEY: {
		schema: v.pipe(v.string(), v.regex(/^$|^[0-9a-f]{64}$/)),
		fallback: '',
		about: '封存姓名和电话的密钥（64 位十六进制）；空着则首次启动时生成并存入 DATA_DIR',
		mend: '请填 64 位十六进制'
	},
	STAFF_SECOND_FACTOR: {
		schema: v.picklist(['', 'on']),
		fallback: '',
		about: '工作人员的两步验证：正式运行总是开启，不能关闭；其他方式填 on 才开启',
		mend: '只能填 on，或空着'
	},
	ADDRESS_HEADER: {
		schema: optional,
		fallback: '',
		about: '有反向代理时，写明来访地址的请求头，例如 X-Forwarded-For；没有代理必须空着',
		mend: ''
	},
	LOG_LEVEL: {
		schema: v.picklist(['debug', 'info', 'warn', 'error', 'silent']),
		fallback: 'info',
		about: '日志的详细程度',
		mend: '只能是 debug、info、warn、error 或 silent'
	}
} as const satisfies Record<string, Setting>;

type Setting = {
	schema: v.GenericSchema<string | undefined, string | number>;
	fallback: string;
	/** Must be given in production; elsewhere the fallback does. */
	required?: true;
	about: string;
	mend: string;
};
type Name = keyof typeof settings;
export type Config = { readonly [N in Name]: v.InferOutput<(typeof settings)[N]['schema']> };

export class ConfigProblem extends Error {
	constructor(readonly sentences: string[]) {
		super(sentences.join('\n'));
	}
}

/** @throws ConfigProblem with one sentence for each setting that is missing or wrong */
export function readConfig(env: Record<string, string | undefined>): Config {
	const problems: string[] = [];
	const mode = env.APP_MODE || settings.APP_MODE.fallback;
	const entries = (Object.entries(settings) as [Name, Setting][]).map(([name, setting]) => {
		const given = env[name] ?? setting.fallback;
		if (setting.required && mode === 'production' && given === '') {
			problems.push(`缺少设置 ${name}：${setting.about}。`);
		}
		const result = v.safeParse(setting.schema, given);
		if (!result.success) problems.push(`设置 ${name} 不对：${setting.mend}（${setting.about}）。`);
		return [name, result.success ? result.output : given];
	});
	const config = Object.fromEntries(entries) as Config;
	if (
		problems.length === 0 &&
		(config.VAPID_PUBLIC_KEY === '') !== (config.VAPID_PRIVATE_KEY === '')
	) {
		problems.push('设置 VAPID_PUBLIC_KEY 和 VAPID_PRIVATE_KEY 要一起填，或都空着。');
	}
	if (problems.length === 0) problems.push(...mapProblems(config));
	if (problems.length > 0) throw new ConfigProblem(problems);
	return config.DATABASE_URL
		? config
		: { ...config, DATABASE_URL: `file:${join(config.DATA_DIR, 'tongxing.db')}` };
}

/** Whether staff show a second factor: always in production, elsewhere where it is asked for. */
export const asksSecondFactor = (config: Pick<Config, 'APP_MODE' | 'STAFF_SECOND_FACTOR'>) =>
	config.APP_MODE === 'production' || config.STAFF_SECOND_FACTOR === 'on';

export { readSecrets, type Secrets } from './secrets';
