export { qrPath } from '../../components/qr';
