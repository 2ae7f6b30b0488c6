import * as v from 'valibot';
import { readCode } from '../reports/code';
import { staffRoles } from './roles';

// U+0000–U+001F but line breaks, and the like: never typed by a person, and unprintable anywhere
export const plainText = (max: number, what: string) =>
	v.pipe(
		v.string(`请填写${what}`),
		v.transform((text) =>
			text
				.replace(/\r\n?/g, '\n')
				.replace(/[^\P{C}\n]/gu, '')
				.trim()
		),
		v.check((text) => [...text].length <= max, `${what}最多 ${max} 个字`)
	);

export const requiredText = (max: number, what: string) =>
	v.pipe(plainText(max, what), v.minLength(1, `请填写${what}`));

export const Phone = v.pipe(
	v.string('请填写手机号'),
	v.transform((text) => text.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')),
	v.regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号')
);

const Password = v.pipe(
	v.string('请填写密码'),
	v.minLength(8, '密码至少 8 位'),
	v.maxLength(200, '密码最多 200 位')
);

const LoginName = v.pipe(
	v.string('请填写用户名'),
	v.trim(),
	v.toLowerCase(),
	v.regex(/^[a-z][a-z0-9_.-]{1,31}$/, '用户名用小写字母开头，2 到 32 位字母、数字、点、横线')
);

export const StaffSignIn = v.object({
	name: v.pipe(
		v.string('请填写用户名'),
		v.trim(),
		v.toLowerCase(),
		v.minLength(1, '请填写用户名'),
		v.maxLength(64, '用户名太长')
	),
	password: v.pipe(
		v.string('请填写密码'),
		v.minLength(1, '请填写密码'),
		v.maxLength(200, '密码太长')
	)
});

export const AskCode = v.object({ phone: Phone });

export const CodeSignIn = v.object({
	phone: Phone,
	code: v.pipe(v.string('请填写验证码'), v.trim(), v.regex(/^\d{6}$/, '验证码是 6 位数字'))
});

const optionalId = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d*$/, '请从列表中选择'),
		v.transform((text) => (text === '' ? null : Number(text)))
	),
	''
);

export const NewStaff = v.object({
	loginName: LoginName,
	name: requiredText(30, '姓名或岗位'),
	role: v.picklist(staffRoles, '请选择角色'),
	unitId: optionalId,
	password: Password
});

export const ChangeStaff = v.object({
	id: v.pipe(v.string(), v.transform(Number), v.integer()),
	name: requiredText(30, '姓名或岗位'),
	role: v.picklist(staffRoles, '请选择角色'),
	unitId: optionalId,
	active: v.optional(v.literal('on')),
	password: v.optional(v.union([v.literal(''), Password]), '')
});

export const FirstAdministrator = v.object({
	loginName: LoginName,
	name: requiredText(30, '姓名或岗位'),
	password: Password
});

/** Authenticators show the six digits as two groups of three. */
export const FactorCode = v.object({
	code: v.pipe(
		v.string('请填写验证码'),
		v.transform((text) => text.replace(/\s/g, '')),
		v.regex(/^\d{6}$/, '验证码是 6 位数字')
	)
});

export const RecoveryCode = v.object({
	recovery: v.pipe(
		v.string('请填写恢复码'),
		v.maxLength(64, '恢复码是 8 位字母和数字'),
		v.transform(readCode),
		v.string('恢复码是 8 位字母和数字')
	)
});

export const ResetFactor = v.object({ id: v.pipe(v.string(), v.transform(Number), v.integer()) });

/** Password and, where there is one, the second factor once more. */
export const SignInAgain = v.object({
	password: StaffSignIn.entries.password,
	code: v.optional(v.union([v.literal(''), FactorCode.entries.code]), '')
});

export const CodeAgain = v.object({ code: CodeSignIn.entries.code });

export const AccountId = v.object({ id: v.pipe(v.string(), v.transform(Number), v.integer()) });

/** A resident asks to be erased. */
export const EraseOwn = v.object({ sure: v.literal('on', '请先勾选“我明白”') });

/** A session by the SHA-256 of its secret. */
export const EndSession = v.object({ id: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });
