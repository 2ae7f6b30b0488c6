const systems: readonly [RegExp, string][] = [
	[/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
	[/iPhone/, '苹果手机'],
	[/iPad/, '苹果平板'],
	[/Android.*Mobile/, '安卓手机'],
	[/Android/, '安卓平板'],
	[/Windows/, 'Windows 电脑'],
	[/Macintosh|Mac OS X/, '苹果电脑'],
	[/Linux|X11/, 'Linux 电脑']
];

// those first that also call themselves by the name of another
const browsers: readonly [RegExp, string][] = [
	[/MicroMessenger/, '微信'],
	[/DingTalk/, '钉钉'],
	[/Edg(A|iOS)?\//, 'Edge 浏览器'],
	[/HuaweiBrowser/, '华为浏览器'],
	[/MiuiBrowser/, '小米浏览器'],
	[/UCBrowser|UCWEB/, 'UC 浏览器'],
	[/QQBrowser/, 'QQ 浏览器'],
	[/360SE|QihooBrowser|QHBrowser/, '360 浏览器'],
	[/Firefox|FxiOS/, 'Firefox 浏览器'],
	[/Chrome|CriOS/, 'Chrome 浏览器'],
	[/Safari/, 'Safari 浏览器']
];

/** A device as its owner would call it, of what a browser says of itself: 苹果手机上的微信. */
export function deviceWords(userAgent: string): string {
	const found = (among: typeof systems) => among.find(([pattern]) => pattern.test(userAgent))?.[1];
	const words = [found(systems), found(browsers)].filter((word) => word !== undefined);
	return words.length > 0 ? words.join('上的') : '没有认出的设备';
}
