/** What loads when somebody first opens the reports. */
import type { ComponentType } from 'react';
import { officeReports, type Reports } from '../../../office/workbook/report-sheet';
import { ReportGallery, type ReportGalleryProps } from '../../features/reports/report-gallery';

/** The gallery, and what writes its reports. */
export interface LoadedReports {
  readonly Gallery: ComponentType<ReportGalleryProps>;
  readonly reports: Reports;
}

/** Composes the gallery for the real Excel. */
export const composeReports = (): LoadedReports => ({ Gallery: ReportGallery, reports: officeReports });
