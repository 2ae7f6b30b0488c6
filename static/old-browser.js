/* For browsers in which the rest of the scripts cannot run: in the words of 2012, so that they can
   read it. Pages come finished from the server, so forms and links work there all the same. */
(function () {
	function say() {
		var bar = document.createElement('p');
		bar.className = 'old-browser';
		bar.setAttribute('role', 'status');
		bar.appendChild(
			document.createTextNode(
				'这个浏览器版本较旧：可以上报、查看和评价，但不能打开地图、断网时保存，也不能在手机上遮挡照片。换用新版浏览器就都可以了。'
			)
		);
		document.body.insertBefore(bar, document.body.firstChild);
	}

	if (
		!('noModule' in document.createElement('script')) ||
		!window.Promise ||
		!Promise.allSettled ||
		!window.fetch ||
		!window.AbortController ||
		!window.queueMicrotask ||
		!window.ResizeObserver ||
		// came to Chrome together with ??, which cannot be asked for
		!CSS.supports('line-break', 'anywhere')
	) {
		say();
	}
})();
