import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { certificateLines, certificateTitle } from '../../volunteering/certificate-words';
import type { Printed } from './certificate-queries';
import { qrPath } from '../../components/qr';

let font: Promise<Buffer> | undefined;

/** Eight megabytes that hardly any process needs: read when the first certificate is asked for. */
function chineseFont(): Promise<Buffer> {
	const entry = createRequire(import.meta.url).resolve('@embedpdf/fonts-sc');
	font ??= readFile(join(dirname(entry), '..', 'fonts', 'NotoSansHans-Regular.otf'));
	return font;
}

/** The certificate as one page of A4; `address` is where anyone can verify it. */
export async function certificatePdf(one: Printed, address: string): Promise<Buffer> {
	const face = await chineseFont();
	const margin = 64;
	const pdf = new PDFDocument({
		size: 'A4',
		margin,
		// none of the package's own, which it would look for on the disk
		font: '',
		info: {
			Title: `${certificateTitle} ${one.number}`,
			Author: one.issuer.office,
			CreationDate: new Date(one.issuedAt)
		}
	});
	pdf.font(face);
	const pieces: Buffer[] = [];
	pdf.on('data', (piece: Buffer) => pieces.push(piece));
	const whole = new Promise<Buffer>((done, fail) => {
		pdf.on('end', () => done(Buffer.concat(pieces)));
		pdf.on('error', fail);
	});
	const width = pdf.page.width - 2 * margin;
	pdf.fontSize(24).text(certificateTitle, margin, 84, { width, align: 'center' });
	pdf.fontSize(11).text(`编号：${one.number}`, margin, 124, { width, align: 'right' });
	let y = 152;
	for (const { label, value } of certificateLines(one)) {
		const room = { width: width - 130, lineGap: 2 };
		const height = Math.max(30, pdf.fontSize(12).heightOfString(value, room) + 14);
		pdf.rect(margin, y, width, height).lineWidth(0.6).stroke('#9aa39e');
		pdf
			.moveTo(margin + 110, y)
			.lineTo(margin + 110, y + height)
			.stroke('#9aa39e');
		pdf.fillColor('#333').text(label, margin + 10, y + 7, { width: 92 });
		pdf.fillColor('#000').text(value, margin + 120, y + 7, room);
		y += height;
	}
	drawQr(pdf, address, { x: margin, y: y + 24, side: 92 });
	pdf.fontSize(10).fillColor('#333');
	const said = `扫码或打开 ${address}，可以查验这份证明是否真实、是否仍然有效。`;
	pdf.text(said, margin + 108, y + 30, { width: 190, lineGap: 3 });
	pdf.fontSize(12).fillColor('#000');
	pdf.text(one.issuer.office, margin + 300, y + 34, { width: width - 300, align: 'center' });
	pdf.text('（盖章）', margin + 300, y + 84, { width: width - 300, align: 'center' });
	if (one.revokedAt !== null) {
		pdf.fontSize(14).fillColor('#b3261e').text('已撤销', margin, 124, { width });
	}
	pdf.end();
	return whole;
}

function drawQr(
	pdf: PDFKit.PDFDocument,
	text: string,
	{ x, y, side }: { x: number; y: number; side: number }
) {
	const { size, path } = qrPath(text, { ecc: 'M', border: 0 });
	pdf.save();
	pdf.translate(x, y).scale(side / size);
	pdf.path(path).fill('#000');
	pdf.restore();
}
