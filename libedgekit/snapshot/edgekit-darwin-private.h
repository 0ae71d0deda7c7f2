/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of macOS that edgekit-collector-macos.c uses. On a Mac it comes from
 * Apple's headers. Elsewhere, with EDGEKIT_DARWIN_PROTOTYPES, it is declared here
 * from Apple's documentation, so that a compiler can check the source where it
 * can never run (./dev cross). */

#ifndef EDGEKIT_DARWIN_PROTOTYPES

#include <CoreFoundation/CoreFoundation.h>
#include <IOKit/IOKitLib.h>
#include <mach/mach.h>
#include <sys/sysctl.h>

#else

#include <stddef.h>
#include <stdint.h>

/* sys/sysctl.h */
int sysctlbyname (const char *name, void *old, size_t *old_length, void *fresh, size_t fresh_length);

/* mach/mach.h, mach/vm_statistics.h */
typedef int kern_return_t;
typedef unsigned int mach_port_t;
typedef unsigned int natural_t;
typedef natural_t mach_msg_type_number_t;
typedef int *host_info64_t;
typedef unsigned long vm_size_t;
#define KERN_SUCCESS 0
#define HOST_VM_INFO64 4
typedef struct
{
  natural_t free_count;
  natural_t active_count;
  natural_t inactive_count;
  natural_t wire_count;
  uint64_t zero_fill_count;
  uint64_t reactivations;
  uint64_t pageins;
  uint64_t pageouts;
  uint64_t faults;
  uint64_t cow_faults;
  uint64_t lookups;
  uint64_t hits;
  uint64_t purges;
  natural_t purgeable_count;
  natural_t speculative_count;
  uint64_t decompressions;
  uint64_t compressions;
  uint64_t swapins;
  uint64_t swapouts;
  natural_t compressor_page_count;
  natural_t throttled_count;
  natural_t external_page_count;
  natural_t internal_page_count;
  uint64_t total_uncompressed_pages_in_compressor;
} __attribute__ ((aligned (8))) vm_statistics64_data_t;
#define HOST_VM_INFO64_COUNT ((mach_msg_type_number_t) (sizeof (vm_statistics64_data_t) / sizeof (int)))
mach_port_t mach_host_self (void);
kern_return_t host_statistics64 (mach_port_t host, int flavor, host_info64_t info, mach_msg_type_number_t *count);
kern_return_t host_page_size (mach_port_t host, vm_size_t *size);

/* CoreFoundation */
typedef const void *CFTypeRef;
typedef const struct __CFAllocator *CFAllocatorRef;
typedef const struct __CFString *CFStringRef;
typedef const struct __CFNumber *CFNumberRef;
typedef const struct __CFData *CFDataRef;
typedef const struct __CFDictionary *CFDictionaryRef;
typedef struct __CFDictionary *CFMutableDictionaryRef;
typedef unsigned long CFTypeID;
typedef long CFIndex;
typedef unsigned char Boolean;
typedef unsigned int CFStringEncoding;
#define kCFAllocatorDefault ((CFAllocatorRef) 0)
enum
{
  kCFStringEncodingUTF8 = 0x08000100,
  kCFNumberSInt64Type = 4,
};
void CFRelease (CFTypeRef object);
CFTypeID CFGetTypeID (CFTypeRef object);
CFTypeID CFStringGetTypeID (void);
CFTypeID CFNumberGetTypeID (void);
CFTypeID CFDataGetTypeID (void);
CFTypeID CFDictionaryGetTypeID (void);
CFStringRef CFStringCreateWithCString (CFAllocatorRef allocator, const char *text, CFStringEncoding encoding);
Boolean CFStringGetCString (CFStringRef string, char *buffer, CFIndex size, CFStringEncoding encoding);
Boolean CFNumberGetValue (CFNumberRef number, CFIndex type, void *value);
CFIndex CFDataGetLength (CFDataRef data);
const uint8_t *CFDataGetBytePtr (CFDataRef data);
const void *CFDictionaryGetValue (CFDictionaryRef dictionary, const void *key);

/* IOKit/IOKitLib.h */
typedef mach_port_t io_object_t;
typedef io_object_t io_iterator_t;
typedef io_object_t io_registry_entry_t;
typedef char io_name_t[128];
typedef uint32_t IOOptionBits;
#define MACH_PORT_NULL 0
#define kIOServicePlane "IOService"
enum
{
  kIORegistryIterateRecursively = 1,
  kIORegistryIterateParents = 2,
};
CFMutableDictionaryRef IOServiceMatching (const char *name);
kern_return_t IOServiceGetMatchingServices (mach_port_t port, CFDictionaryRef matching, io_iterator_t *existing);
io_object_t IOIteratorNext (io_iterator_t iterator);
kern_return_t IOObjectRelease (io_object_t object);
kern_return_t IOObjectGetClass (io_object_t object, io_name_t name);
kern_return_t IORegistryEntryGetRegistryEntryID (io_registry_entry_t entry, uint64_t *id);
CFTypeRef IORegistryEntrySearchCFProperty (io_registry_entry_t entry, const char *plane, CFStringRef key,
                                           CFAllocatorRef allocator, IOOptionBits options);

#endif
