/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of the CUDA driver API that is used: numbers of CUdevice_attribute
 * and CUresult from cuda.h (CUDA 13.0). A CUdevice is an int. */

enum
{
  CUDA_OK = 0,
  CUDA_ATTRIBUTE_INTEGRATED = 18,
  CUDA_ATTRIBUTE_PCI_BUS_ID = 33,
  CUDA_ATTRIBUTE_PCI_DEVICE_ID = 34,
  CUDA_ATTRIBUTE_MEMORY_CLOCK_RATE = 36, /* kHz */
  CUDA_ATTRIBUTE_MEMORY_BUS_WIDTH = 37,  /* bits */
  CUDA_ATTRIBUTE_PCI_DOMAIN_ID = 50,
  CUDA_ATTRIBUTE_CAPABILITY_MAJOR = 75,
  CUDA_ATTRIBUTE_CAPABILITY_MINOR = 76,
};
