/** 岗前学习: what is read once before the first shift. */
export const lessons = [
	{
		title: '只劝说，不处罚',
		text: '我们没有执法权。劝一句、引导一下就好：不罚款，不扣东西，不拦车，也不拉扯人。'
	},
	{
		title: '安全第一',
		text: '站在人行道或安全岛上，穿好反光背心，不站到车道里。天气恶劣或身体不舒服，告诉队长就可以走。'
	},
	{
		title: '不拍人',
		text: '不拍劝导对象的脸，不记姓名，不记车牌，也不把他们发到网上。'
	},
	{
		title: '遇到不听的',
		text: '不争执，不跟着走。记下发生了什么，告诉队长；有危险先离开，拨打 110。'
	},
	{
		title: '好好说话',
		text: '先问好，再说事，最后说谢谢：“您好，请等一下绿灯，谢谢您。”对老人和孩子多扶一把。'
	}
] as const;

/** What is asked after it; `why` is shown to whoever chose another one than `right`. */
export const questions = [
	{
		name: 'red_light',
		text: '有人要闯红灯，您怎么做？',
		options: [
			{ value: 'stop', label: '上前拦住他' },
			{ value: 'say', label: '在路边提醒他等绿灯' },
			{ value: 'film', label: '拍下他的脸发到群里' }
		],
		right: 'say',
		why: '我们只劝说，不拦人，也不拍人。在安全的地方提醒一句就很好。'
	},
	{
		name: 'refused',
		text: '劝了他不听，还很生气，您怎么做？',
		options: [
			{ value: 'tell', label: '不争执，记下情况，告诉队长' },
			{ value: 'argue', label: '和他讲清道理，直到他听' },
			{ value: 'fine', label: '告诉他要罚款' }
		],
		right: 'tell',
		why: '我们没有权力处罚，也不必说服每个人。记下来告诉队长，由有关部门处理。'
	},
	{
		name: 'unsafe',
		text: '突然下起大雨，路口看不清车，您怎么做？',
		options: [
			{ value: 'stay', label: '没到时间，再坚持一下' },
			{ value: 'road', label: '站到路中间，让车看见我' },
			{ value: 'leave', label: '先到安全的地方，告诉队长' }
		],
		right: 'leave',
		why: '安全第一。先到安全的地方再告诉队长，提前离开没有关系。'
	}
] as const;

export type Question = (typeof questions)[number];
type Given = Readonly<Partial<Record<Question['name'], string | undefined>>>;

/** Why each answer that is not right is not, by the name of its question. */
export const explained = (given: Given): Record<string, string> =>
	Object.fromEntries(
		questions.filter(({ name, right }) => given[name] !== right).map(({ name, why }) => [name, why])
	);
